import type { Transaction } from '../postgres';
import type { Tables } from '../postgres/stores/tables';
import type { Json } from '../record';
import type { Decision } from './decideTypes';
import { isId } from './isId';

/** A link as it is looked up among those that are known. */
export const linkName = (pair: string, link: string): string => `${pair}:${link}`;

/** The links among the values given, so that a value cannot point to a record that is not there. */
export async function readKnownLinks(tx: Transaction, tables: Tables, decisions: readonly Decision[]): Promise<ReadonlySet<string>> {
	const candidates = [...new Set(decisions.flatMap(({ choice, value }) => (choice === 'custom' && value !== undefined ? idsIn(value) : [])))];
	if (candidates.length === 0) return new Set();
	const rows = await tx.query<{ pair: string; id: string }>({ text: `select pair, id from ${tables.link} where id = any($1::bigint[]) and state <> 'tombstone'`, values: [candidates] });
	return new Set(rows.map(({ pair, id }) => linkName(pair, id)));
}

/** What may be a link: the value itself, or one in an object by field. */
function idsIn(value: Json): readonly string[] {
	if (typeof value === 'object' && value !== null && !Array.isArray(value)) return Object.values(value).flatMap(idsIn);
	const text = typeof value === 'number' ? String(value) : value;
	return typeof text === 'string' && isId(text) ? [text] : [];
}
