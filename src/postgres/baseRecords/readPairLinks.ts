import { closestNames } from '../../closestNames';
import type { Link } from '../../detect';
import { ConfigurationError } from '../../errors';
import { describeTable, quoteIdentifier, requireColumns, type Transaction } from '../index';
import type { Json, JsonObject } from '../../record';

export interface PairQuery {
	/** Schema of the package's own tables. */
	readonly schema: string;
	readonly pair: string;
	/** Fields in Local that make up the key, in the order of the pair's key columns. */
	readonly localKeys: readonly string[];
}

interface LinkRow {
	readonly local_key: string;
	readonly remote_id: string;
	readonly base_local: JsonObject;
	readonly base_remote: JsonObject;
}

/** In order, so that the same links give the same result. Ends of a link that no longer stand are not asked for. */
const READ_LINKS = (schema: string): string => `select l.local_key, l.remote_id, l.base_local, l.base_remote from ${schema}.link l join ${schema}.pair p on p.id = l.pair
	where p.name = $1 and l.state <> 'tombstone' and l.local_key is not null and l.remote_id is not null order by l.id`;

/**
 * The links of a Batch Sync pair with what each side held when both last agreed. Throws a ConfigurationError where the
 * package's tables, the pair, or key fields are missing.
 */
export async function readPairLinks(tx: Transaction, query: PairQuery): Promise<readonly Link[]> {
	requireColumns(await describeTable(tx, query.schema, 'pair'), ['id', 'name']);
	requireColumns(await describeTable(tx, query.schema, 'link'), ['pair', 'state', 'local_key', 'remote_id', 'base_local', 'base_remote']);
	const schema = quoteIdentifier(query.schema);
	const names = (await tx.query<{ readonly name: string }>({ text: `select name from ${schema}.pair order by name` })).map(({ name }) => name);
	if (!names.includes(query.pair)) {
		const closest = closestNames(query.pair, names);
		throw new ConfigurationError(`There is no pair '${query.pair}' in schema '${query.schema}'. ${names.length === 0 ? 'No pair was synced there yet.' : `Pick one of: ${(closest.length > 0 ? closest : names.slice(0, 10)).join(', ')}.`}`, { data: { pair: query.pair } });
	}
	const rows = await tx.query<LinkRow>({ text: READ_LINKS(schema), values: [query.pair] });
	return rows.map((row) => linkOf(row, query));
}

function linkOf(row: LinkRow, { localKeys, pair }: PairQuery): Link {
	const localKey = JSON.parse(row.local_key) as Json[];
	if (localKey.length !== localKeys.length) {
		throw new ConfigurationError(`Pair '${pair}' knows rows by ${localKey.length} key column${localKey.length === 1 ? '' : 's'}, and Fields to Match names ${localKeys.length} (${localKeys.join(', ')}). Name the pair's key columns in their order.`, { data: { pair } });
	}
	const isKnown = Object.keys(row.base_local).length > 0 && Object.keys(row.base_remote).length > 0;
	return { localKey, remoteKey: [row.remote_id], base: isKnown ? { local: row.base_local, remote: row.base_remote } : null };
}
