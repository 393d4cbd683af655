import { ConfigurationError } from '../errors';
import { quoteIdentifier } from './quoteIdentifier';
import { schemasOfPath, type SchemaOfPath } from './schemasOfPath';
import { OWN_PATH } from './sessionSettings';
import type { Transaction } from './types';

interface TableName {
	readonly schema: string;
	readonly table: string;
}

/** Search paths found out in a transaction, by table, and the one its commit needs for what is deferred until then. */
interface Found {
	readonly byTable: Map<string, string>;
	last: string | null;
	depth: number;
}

const found = new WeakMap<Transaction, Found>();

/**
 * Does what reads or writes a table of the user's under a search path on which the table's own code (triggers, defaults,
 * policies, operators of its types) finds what it looks up without a schema, and on which nobody can plant anything:
 * of the role's own path, the schemas in which none but those may create who can give the table a trigger anyway
 * (docs/decisions/0016-search-path.md). Throws a ConfigurationError where a key cannot be compared without another schema.
 */
export async function withTablePath<T>(tx: Transaction, table: TableName, work: () => Promise<T>): Promise<T> {
	const state = found.get(tx) ?? { byTable: new Map<string, string>(), last: null, depth: 0 };
	found.set(tx, state);
	if (state.depth > 0) return await work();
	const key = JSON.stringify([table.schema, table.table]);
	const path = state.byTable.get(key) ?? (await pathFor(tx, table));
	state.byTable.set(key, path);
	state.last = path;
	state.depth += 1;
	try {
		return await underPath(tx, path, work);
	} finally {
		state.depth -= 1;
	}
}

/** A transaction's statements on one table of the user's, each under that table's path. */
export function onTable(tx: Transaction, table: TableName): Pick<Transaction, 'query' | 'execute'> {
	return {
		query: (sql) => withTablePath(tx, table, () => tx.query(sql)),
		execute: (sql) => withTablePath(tx, table, () => tx.execute(sql)),
	};
}

/** Does what has triggers of the table that was last used fire, under that table's path. */
export async function withLastPath<T>(tx: Transaction, work: () => Promise<T>): Promise<T> {
	const state = found.get(tx);
	if (state === undefined || state.last === null || state.depth > 0) return await work();
	return await underPath(tx, state.last, work);
}

/** Before a commit: triggers deferred until then are the table's own, too. */
export async function prepareCommit(tx: Transaction): Promise<void> {
	const path = found.get(tx)?.last ?? null;
	if (path !== null && path !== OWN_PATH) await setPath(tx, path);
}

async function pathFor(tx: Transaction, table: TableName): Promise<string> {
	const schemas = await schemasOfPath(tx, table);
	const missing = schemas.find(({ holdsKeyType, openTo }) => holdsKeyType && openTo !== null);
	if (missing !== undefined) {
		throw new ConfigurationError(`The keys of ${table.schema}.${table.table} are compared by operators in schema '${missing.name}', where others may put operators of their own (${missing.openTo ?? ''}), so they cannot be relied on. Have an administrator run: ${closing(missing)}`, { data: { schema: missing.name } });
	}
	return ['pg_catalog', ...schemas.filter(({ openTo }) => openTo === null).map(({ name }) => quoteIdentifier(name)), 'pg_temp'].join(', ');
}

async function underPath<T>(tx: Transaction, path: string, work: () => Promise<T>): Promise<T> {
	await setPath(tx, path);
	try {
		const result = await work();
		await setPath(tx, OWN_PATH);
		return result;
	} catch (error) {
		// A failed statement took the whole transaction with it, unless a savepoint inside caught it: then the path still stands.
		await setPath(tx, OWN_PATH).catch(() => undefined);
		throw error;
	}
}

async function setPath(tx: Transaction, path: string): Promise<void> {
	await tx.execute({ text: `set local search_path = ${path}` });
}

/** One sentence for each schema of the role's path that is left out, for Set Up. */
export async function remarksOnPath(tx: Transaction, table: TableName): Promise<readonly string[]> {
	const schemas = await schemasOfPath(tx, table);
	return schemas.flatMap((schema) =>
		schema.openTo === null ? [] : [`Others may put functions and operators into schema '${schema.name}' of the database user's search path (${schema.openTo}), so nothing is looked up there. Triggers and functions of ${table.schema}.${table.table} that name things of '${schema.name}' without the schema fail when the sync writes. Have an administrator run: ${closing(schema)}`],
	);
}

function closing({ name, openTo }: SchemaOfPath): string {
	const schema = quoteIdentifier(name);
	return openTo === 'everybody' ? `revoke create on schema ${schema} from public;` : `revoke create on schema ${schema} from public; and take the right to create there, and what they made there, from ${openTo ?? 'the others'}.`;
}
