import type { Behaviour } from './behaviour';
import type { ScriptedStore } from './scriptedStore';
import type { FaultSwitches } from './faults/faultSwitches';
import type { RequestHook } from './http/requestHooks';
import type { RequestLog } from './http/requestLog';
import type { Seed } from './data/seed';
import type { Tokens } from './http/authentication';
import type { OpenProjectVersion } from './versions';
import type { Webhooks } from './webhooks/webhooks';

export interface OpenProjectOptions {
	/** The version to play. Default '17'. */
	readonly version?: OpenProjectVersion;
	/** Default: any free port. */
	readonly port?: number;
	/** The API user's key. Default: a random one. */
	readonly apiKey?: string;
	/** Added to the seeded people, projects, memberships and custom fields. */
	readonly seed?: Seed;
	/** How long every request takes at least. Default 0. */
	readonly latencyMs?: number;
	/** Milliseconds since the epoch. Default: the machine's clock. */
	readonly now?: () => number;
	/** Largest page; more is cut without a word. Default 1000. */
	readonly maxPageSize?: number;
	/** Name of the text custom field for local ids; null: there is none. Default 'FLRTS ID'. */
	readonly provenanceField?: string | null;
	readonly behaviour?: Partial<Behaviour>;
	/** Seed of the chance by which faults strike. Default 1. */
	readonly randomSeed?: number;
	readonly instanceName?: string;
	/** How long edits of one user to one work package join into one activity, and a webhook waits to tell of them. Default 5 minutes; 0: each stands alone and is told at once. */
	readonly journalAggregationMs?: number;
}

/** A running stand-in for OpenProject. */
export interface OpenProjectServer {
	/** Base URL, without a slash at the end. */
	readonly url: string;
	readonly port: number;
	/** The version that is played. */
	readonly version: OpenProjectVersion;
	readonly apiKey: string;
	/** The user the API key belongs to. */
	readonly apiUserId: number;
	/** Identifier and id of the project 'FLRTS Field Work'. */
	readonly projectIdentifier: string;
	readonly projectId: number;
	/** What other people do meanwhile. */
	readonly store: ScriptedStore;
	readonly faults: FaultSwitches;
	readonly requests: RequestLog;
	/** Further users' keys, access tokens, revocation. */
	readonly tokens: Tokens;
	/** Settings in which servers differ; may be changed at any time. */
	readonly behaviour: Behaviour;
	/** How long every request takes at least; may be changed at any time. */
	latencyMs: number;
	/** Webhooks, as an administrator enters them: there is no API for that. */
	readonly webhooks: Webhooks;
	/** Calls back around every request; gives back how to stop that. */
	onRequest(hook: RequestHook): () => void;
	/** Stops listening and drops all connections. Throws what a hook threw meanwhile. */
	close(): Promise<void>;
}
