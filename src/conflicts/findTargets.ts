import type { Transaction } from '../postgres';
import type { Tables } from '../postgres/stores/tables';
import type { Decision } from './decideTypes';
import { findLinks } from './filterSql';
import { isId } from './isId';
import { findPairId } from './openQueue';
import { recordVersion } from './readRows';
import { refuse } from './refuse';
import type { Refused } from './types';

/** What a decision is about: one conflict, or the links it may be about as a record. */
export type Target = { readonly status: 'conflict'; readonly id: string } | { readonly status: 'record'; readonly links: readonly string[]; readonly name: string } | Refused;

/** Finds what each decision is about. Throws a ConfigurationError for a pair that is not known. */
export async function findTargets(tx: Transaction, tables: Tables, decisions: readonly Decision[]): Promise<readonly Target[]> {
	const pairs = new Map<string, string>();
	const targets: Target[] = [];
	for (const decision of decisions) {
		if ('conflict' in decision) targets.push(isId(decision.conflict) ? { status: 'conflict', id: decision.conflict } : refuse('NOT_FOUND', `There is no conflict '${decision.conflict}'. Give the number of one, as Get Many shows it.`));
		else if ('link' in decision) targets.push(isId(decision.link) ? { status: 'record', links: [decision.link], name: `with link ${decision.link}` } : refuse('NOT_FOUND', `There is no record with link '${decision.link}'. Give the number of one, as Get Many shows it.`));
		else {
			const pair = pairs.get(decision.pair) ?? (await findPairId(tx, tables, decision.pair));
			pairs.set(decision.pair, pair);
			const links = await findLinks(tx, tables, pair, decision.record);
			targets.push(links.length === 0
				? refuse('NOT_FOUND', `Pair '${decision.pair}' has no record '${decision.record}'. Give a work package ID or row key, as Get Many shows them.`)
				: { status: 'record', links: links.map((link) => link.id), name: `'${decision.record}'` });
		}
	}
	return targets;
}

/** The open conflicts of a link. */
export interface OpenRecord {
	readonly ids: readonly string[];
	readonly version: string;
}

/** The open conflicts of links and their version, as they stand when this is called. Links without any are left out. */
export async function readOpenRecords(tx: Transaction, tables: Tables, links: readonly string[]): Promise<ReadonlyMap<string, OpenRecord>> {
	if (links.length === 0) return new Map();
	const rows = await tx.query<{ link: string; ids: string; version: string }>({
		text: `select c.link, string_agg(c.id::text, ',' order by c.id) as ids, ${recordVersion('c')} as version
			from ${tables.conflict} c where c.link = any($1::bigint[]) and c.status = 'pending_review' group by c.link`,
		values: [[...new Set(links)]],
	});
	return new Map(rows.map((row) => [row.link, { ids: row.ids.split(','), version: row.version }]));
}
