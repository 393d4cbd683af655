import type { Transaction } from '../../types';
import { isEqualJson } from '../../../record';
import type { JsonObject } from '../../../record';
import type { Tables } from '../tables';

/** What tells one database from another, and a server from what was restored in its place; null where the role may not ask. */
async function readIdentity(tx: Transaction): Promise<JsonObject> {
	const [row] = await tx.query<{ database: string; may_ask: boolean }>({
		text: `select (select oid::text from pg_catalog.pg_database where datname = pg_catalog.current_database()) as database,
				pg_catalog.has_function_privilege('pg_catalog.pg_control_system()', 'execute') and pg_catalog.has_function_privilege('pg_catalog.pg_control_checkpoint()', 'execute') as may_ask`,
	});
	if (row?.may_ask !== true) return { database: row?.database ?? null, system: null, timeline: null };
	const [server] = await tx.query<{ system: string; timeline: number }>({ text: 'select s.system_identifier::text as system, c.timeline_id as timeline from pg_catalog.pg_control_system() s, pg_catalog.pg_control_checkpoint() c' });
	return { database: row.database, system: server?.system ?? null, timeline: server?.timeline ?? null };
}

/** Remembers in which database the tables are. True: they were in another one, or on another timeline of its server, at the last run. */
export async function noteIdentity(tx: Transaction, tables: Tables, pair: string): Promise<boolean> {
	const present = await readIdentity(tx);
	const [row] = await tx.query<{ known: JsonObject | null }>({ text: `select identity as known from ${tables.pair} where id = $1`, values: [pair] });
	const known = row?.known ?? null;
	if (known !== null && isEqualJson(known, present)) return false;
	await tx.execute({ text: `update ${tables.pair} set identity = $2 where id = $1`, values: [pair, JSON.stringify(present)] });
	return known !== null && ['database', 'system', 'timeline'].some((name) => known[name] !== null && present[name] !== null && known[name] !== present[name]);
}
