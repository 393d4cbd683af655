import type { RemoteFacts } from '../plan';
import type { JsonObject } from '../record';

/** A remote record as the run sees it: the tracked properties in the remote side's own words. */
export interface RemoteRecord {
	/** Decimal string. */
	readonly id: string;
	/** Exactly the pair's tracked properties (`CompiledMapping.remoteProperties`). */
	readonly record: JsonObject;
	readonly lockVersion: number;
	/** ISO 8601 UTC with milliseconds, as the server sent it. */
	readonly updatedAt: string;
	readonly createdAt: string;
	readonly authorId: string | null;
	/** Value of the provenance field; null where it is empty or there is no such field. */
	readonly provenance: string | null;
	/** Whether it lies in the pair's project, type and filter. */
	readonly inScope: boolean;
	/** Ids of visible children. */
	readonly children: readonly string[];
	readonly facts: RemoteFacts;
}

/** One page of a window, in order of (updatedAt, id). */
export interface RemotePage {
	readonly records: readonly RemoteRecord[];
	/** The `Date` header of the answer in milliseconds since the epoch, null where absent. */
	readonly serverTimeMs: number | null;
	/** How long the request took. */
	readonly tookMs: number;
}

/** What became of one write. */
export type WriteAnswer =
	/** `moved`: tracked dates that the server stored otherwise than they were sent. */
	| { readonly status: 'done'; readonly record: RemoteRecord; readonly moved?: readonly string[] }
	/** 409: the record moved on; nothing was written. */
	| { readonly status: 'conflict' }
	/** 404: gone or invisible; nothing was written. */
	| { readonly status: 'missing' }
	/** A permanent refusal; nothing was written. `properties` are the tracked properties the server named, if any. */
	| { readonly status: 'refused'; readonly message: string; readonly properties: readonly string[]; readonly httpStatus: number }
	/** Timeout, reset or 5xx after sending: it may or may not have taken effect. */
	| { readonly status: 'unknown'; readonly message: string }
	/** Certainly no effect, for a transient reason that outlasted the retries (429, connection refused). */
	| { readonly status: 'unavailable'; readonly message: string };

export type ReadAnswer =
	| { readonly status: 'found'; readonly record: RemoteRecord }
	| { readonly status: 'missing' };

/** What the remote side says of itself at the start of a run. */
export interface RemoteInfo {
	readonly userId: string;
	/** A fingerprint of the user and what they are a member of: if it changes, absence proves nothing. */
	readonly membership: string;
	readonly projectId: string;
	readonly projectName: string;
	readonly typeName: string | null;
	readonly hasProvenanceField: boolean;
	/** What was found out about the remote side, to be given to `open` by later runs; null where it was known already. */
	readonly found: JsonObject | null;
	/** Remarks worth showing, e.g. 'The type Task is not filtered: 3 types share this project.' */
	readonly remarks: readonly string[];
}

/** Counters since opening. Bytes are of request and answer bodies, uncompressed. */
export interface RemoteStats {
	readonly requests: number;
	readonly writes: number;
	readonly retries: number;
	readonly slowestMs: number;
	readonly bytesSent: number;
	readonly bytesReceived: number;
}

/**
 * The remote side as the run uses it. `openProjectRemote` in src/openproject is the implementation.
 * Reads retry transient failures themselves and throw `RemoteUnavailableError` when those outlast the retries,
 * `RemoteAnswerError` for answers that make no sense (HTML, truncated JSON), `RemoteRefusedError` for 401 and 403.
 */
export interface RemotePort {
	/**
	 * Checks credential, project, type, names used in the mapping, provenance field. Throws a ConfigurationError naming what is wrong.
	 * With what an earlier `open` found (`known`), only who asks is looked at, as long as that fits what is configured.
	 */
	open(known?: JsonObject | null): Promise<RemoteInfo>;
	/** Everything in scope with updatedAt >= from (null: everything), each at least once, losing nothing that changes meanwhile. */
	window(from: string | null): AsyncIterable<RemotePage>;
	/** How many records are in scope now. */
	total(): Promise<number>;
	/** Ids of everything in scope, in pages. May miss what changes meanwhile: absence is to be confirmed by `read`. */
	ids(): AsyncIterable<readonly string[]>;
	read(id: string): Promise<ReadAnswer>;
	/** Several at once, as far as they are visible; none where one of them is not. */
	readMany(ids: readonly string[]): Promise<readonly RemoteRecord[]>;
	/** All descendants that are visible, whatever project they are in. */
	descendants(id: string): Promise<readonly RemoteRecord[]>;
	/** Records of the scope whose provenance field holds the key; also those outside the pair's filter but in its project. */
	findByProvenance(key: string): Promise<readonly RemoteRecord[]>;
	/** Records made by the author since then with this subject, for recovering a create without a provenance field. */
	findCreated(query: { authorId: string; sinceMs: number; subject: string }): Promise<readonly RemoteRecord[]>;
	/** One POST, never repeated after it may have reached the server. */
	create(values: JsonObject, provenance: string | null): Promise<WriteAnswer>;
	/**
	 * One PATCH of these values under lockVersion; transient failures that certainly had no effect are retried. `facts` as they were
	 * read with that lockVersion: without them the record is read first where a date is written.
	 */
	update(id: string, lockVersion: number, values: JsonObject, more?: { readonly provenance?: string; readonly facts?: RemoteFacts | null }): Promise<WriteAnswer>;
	delete(id: string): Promise<{ readonly status: 'done' } | Exclude<WriteAnswer, { status: 'done' }>>;
	/** When a record's values were last edited (comments and the like do not count), ISO 8601; null where it cannot be told. */
	lastEdit(id: string): Promise<string | null>;
	/** The run is to stop: pauses between attempts end, and no request is repeated any more. */
	stopRetrying(): void;
	/** Address of a record for people, for links in messages. */
	urlOf(id: string): string;
	/** Counters since opening. */
	stats(): RemoteStats;
}
