import { ConfigurationError } from '../errors';
import { describeTable, onTable, quoteIdentifier } from '../postgres';
import type { Transaction } from '../postgres';
import type { UserMapSource } from './types';

/** Who is who on the two sides. Entries are data, read anew at every run. */
export interface UserMap {
	readonly toRemote: ReadonlyMap<string, string>;
	readonly toLocal: ReadonlyMap<string, string>;
}

/** Reads the user map: entries of the configuration win over the table. A table that is missing is named. */
export async function readUserMap(tx: Transaction, source: UserMapSource): Promise<UserMap> {
	const toRemote = new Map<string, string>();
	const toLocal = new Map<string, string>();
	const enter = (local: string, remote: string): void => {
		toRemote.set(local, remote);
		if (!toLocal.has(remote)) toLocal.set(remote, local);
	};
	for (const [local, remote] of Object.entries(source.entries ?? {})) enter(local, remote);
	if (source.table !== undefined) {
		const { schema, table, localColumn, remoteColumn } = source.table;
		const description = await describeTable(tx, schema, table);
		for (const column of [localColumn, remoteColumn]) {
			if (description.columns.some(({ name }) => name === column)) continue;
			throw new ConfigurationError(`The user map names column '${column}', which is not in ${schema}.${table}. Its columns are: ${description.columns.map(({ name }) => name).join(', ')}.`);
		}
		const rows = await onTable(tx, source.table).query<{ local: string; remote: string }>({
			text: `select ${quoteIdentifier(localColumn)}::text as local, ${quoteIdentifier(remoteColumn)}::text as remote from ${quoteIdentifier(schema)}.${quoteIdentifier(table)}
				where ${quoteIdentifier(localColumn)} is not null and ${quoteIdentifier(remoteColumn)} is not null order by 1`,
		});
		for (const row of rows) if (!toRemote.has(row.local)) enter(row.local, row.remote);
	}
	return { toRemote, toLocal };
}
