import type { Transaction } from '../postgres';
import type { Tables } from '../postgres/stores/tables';
import type { StoredResolution } from './readRows';
import { byOf } from './refuse';
import type { ConflictStatus } from './types';
import { isoTime } from '../postgres/isoTime';

interface MovedRow {
	readonly link: string;
	readonly id: string;
	readonly field: string;
	readonly status: ConflictStatus;
	readonly run: string;
	readonly resolution: StoredResolution | null;
	readonly resolved_by: string | null;
	readonly at: string;
}

/** What happened last to a conflict of each link, in a sentence: for people whose view of a record is out of date. */
export async function readLastMoved(tx: Transaction, tables: Tables, links: readonly string[]): Promise<ReadonlyMap<string, string>> {
	if (links.length === 0) return new Map();
	const rows = await tx.query<MovedRow>({
		text: `select distinct on (link) link, id, field, status, run, resolution, resolved_by, ${isoTime('updated_at')} as at
			from ${tables.conflict} where link = any($1::bigint[]) order by link, updated_at desc, id desc`,
		values: [links],
	});
	return new Map(rows.map((row) => [row.link, sentenceFor(row)]));
}

function sentenceFor({ id, field, status, run, resolution, resolved_by, at }: MovedRow): string {
	const name = `Conflict ${id} ('${field}')`;
	if (status === 'resolved') return `${name} was settled by ${byOf(resolved_by)} at ${at}.`;
	if (status === 'superseded') return `${name} was superseded at ${at}.`;
	return resolution?.reopened === undefined ? `${name} was raised or changed by run ${run} at ${at}.` : `${name} was reopened by ${resolution.reopened.by} at ${at}.`;
}
