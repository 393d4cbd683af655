import { checksum } from '../record';
import type { Json, JsonObject } from '../record';
import type { Project } from './findProject';
import type { NamedThing } from './lookups';
import type { OpenRequest } from './openProject';

/** What opening a project finds out, and a later run of the same pair may take as given for a while. */
export interface KnownProject {
	/** Fingerprint of what was asked for: with another configuration, or at another address, nothing is known. */
	readonly asked: string;
	readonly project: Project;
	readonly type: NamedThing | null;
	readonly types: readonly NamedThing[];
	readonly provenanceKey: string | null;
	readonly pageSize: number;
	readonly generatedSubjects: readonly string[];
	readonly linkNames: ReadonlyArray<readonly [href: string, name: string]>;
}

export function fingerprintOf(baseUrl: string, { scope, properties, valueNames, pageSize }: OpenRequest): string {
	const { project, type, provenanceField } = scope;
	const plain = (value: unknown): Json => JSON.parse(JSON.stringify(value)) as Json;
	return checksum({ version: 1, baseUrl, scope: { project, type, provenanceField }, properties: plain([...properties].sort()), valueNames: plain(valueNames), pageSize }).toString('hex');
}

/** What was stored, where it is about this very request; null otherwise. */
export function knownProjectOf(stored: JsonObject | null | undefined, asked: string): KnownProject | null {
	return stored !== null && stored !== undefined && stored['asked'] === asked ? (stored as unknown as KnownProject) : null;
}
