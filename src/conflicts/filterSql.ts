import type { Transaction } from '../postgres';
import type { Tables } from '../postgres/stores/tables';
import { isId } from './isId';
import { findPairId } from './openQueue';
import type { ConflictFilter } from './types';

/** A condition on conflicts `c`, with its bound values. */
export interface Condition {
	readonly text: string;
	readonly values: readonly unknown[];
}

/**
 * The condition a filter stands for. What conflicts do not hold themselves (pair, record) is looked up first, so that the
 * condition goes by their own columns. Throws a ConfigurationError for a pair that is not known.
 */
export async function conditionOf(tx: Transaction, tables: Tables, filter: ConflictFilter): Promise<Condition> {
	const parts: string[] = [];
	const values: unknown[] = [];
	const add = (text: (place: string) => string, value: unknown): void => {
		values.push(value);
		parts.push(text(`$${values.length}`));
	};
	const pair = filter.pair === undefined ? null : await findPairId(tx, tables, filter.pair);
	if (pair !== null) add((place) => `c.pair = ${place}`, pair);
	if (filter.statuses !== undefined) add((place) => `c.status = any(${place}::text[])`, filter.statuses);
	if (filter.kinds !== undefined) add((place) => `c.kind = any(${place}::text[])`, filter.kinds);
	if (filter.fields !== undefined) add((place) => `c.field = any(${place}::text[])`, filter.fields);
	if (filter.ids !== undefined) add((place) => `c.id = any(${place}::bigint[])`, filter.ids.filter(isId));
	if (filter.links !== undefined) add((place) => `c.link = any(${place}::bigint[])`, filter.links.filter(isId));
	if (filter.record !== undefined) add((place) => `c.link = any(${place}::bigint[])`, (await findLinks(tx, tables, pair, filter.record)).map(({ id }) => id));
	if (filter.raisedBefore !== undefined) add((place) => `c.created_at < ${place}::timestamptz`, filter.raisedBefore);
	if (filter.raisedSince !== undefined) add((place) => `c.created_at >= ${place}::timestamptz`, filter.raisedSince);
	if (filter.olderThanMs !== undefined) add((place) => `c.created_at < now() - make_interval(secs => ${place}::double precision / 1000)`, filter.olderThanMs);
	if (filter.newerThanMs !== undefined) add((place) => `c.created_at >= now() - make_interval(secs => ${place}::double precision / 1000)`, filter.newerThanMs);
	if (filter.resolvedBy !== undefined) add((place) => `c.resolved_by = ${place}`, filter.resolvedBy);
	return { text: parts.length === 0 ? 'true' : parts.join(' and '), values };
}

/** A link that a work package ID or row key names. */
export interface FoundLink {
	readonly id: string;
	readonly isByRemoteId: boolean;
}

/** The links of a record, those of former generations included. Each branch goes by an index of its own. */
export async function findLinks(tx: Transaction, tables: Tables, pair: string | null, record: string): Promise<readonly FoundLink[]> {
	const values: unknown[] = [isId(record) ? record : null, [JSON.stringify([record]), keyText(record)]];
	if (pair !== null) values.push(pair);
	const inPair = pair === null ? '' : 'and l.pair = $3';
	const byKey = (state: string): string => `select l.id, false as by_remote from ${tables.link} l where l.local_key = any($2::text[]) ${inPair} and l.state ${state} 'tombstone'`;
	return await tx.query<FoundLink>({
		text: `select id, bool_or(by_remote) as "isByRemoteId" from (
				select l.id, true as by_remote from ${tables.link} l where l.remote_id = $1::bigint ${inPair} union all ${byKey('<>')} union all ${byKey('=')}) found group by id order by id`,
		values,
	});
}

/** A key of several columns as the link has it: PostgreSQL's text of a JSON array of texts. */
function keyText(record: string): string | null {
	if (!record.startsWith('[')) return null;
	try {
		const parts = JSON.parse(record) as readonly unknown[];
		return `[${parts.map((part) => JSON.stringify(String(part))).join(', ')}]`;
	} catch {
		return null;
	}
}
