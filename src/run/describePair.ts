import { closestNames } from '../closestNames';
import { ConfigurationError } from '../errors';
import { compileMapping } from '../mapping';
import type { CompiledMapping } from '../mapping';
import { fieldsFor, isWithoutZone } from './fieldsFor';
import { describeTable } from '../postgres';
import type { ColumnDescription, TableDescription, Transaction } from '../postgres';
import type { KeyColumn, LocalColumn, LocalTable, RowCondition } from '../postgres/stores/localTable';
import { checksum } from '../record';
import type { Json, JsonObject } from '../record';
import type { PairFacts } from '../postgres/stores/pairStore';
import { refuseKeyWrites } from './refuseKeyWrites';
import { refuseUnwritable } from './refuseUnwritable';
import type { RemoteInfo } from './remotePort';
import type { LocalCondition, PairConfiguration } from './types';

/** A pair's configuration held against the table it names. */
export interface PairDescription {
	readonly mapping: CompiledMapping;
	readonly description: TableDescription;
	readonly table: LocalTable;
	readonly remarks: readonly string[];
}

/** Checks the configuration against the database. Throws a ConfigurationError that names what does not fit, with the closest names. */
export async function describePair(tx: Transaction, configuration: PairConfiguration): Promise<PairDescription> {
	const { local } = configuration;
	// What makes no sense in itself is told before the table is looked at.
	compileMapping(configuration.fields, { policies: configuration.policies });
	const description = await describeTable(tx, local.schema, local.table);
	const mapping = compileMapping(fieldsFor(description, configuration.fields), { policies: configuration.policies });
	const [database] = await tx.query<{ encoding: string }>({ text: 'select getdatabaseencoding()::text as encoding' });
	const key = local.key ?? description.primaryKey;
	const name = `${local.schema}.${local.table}`;
	if (key.length === 0) {
		throw new ConfigurationError(`Table ${name} has no primary key, and no key columns were given. Add a primary key, or name columns that are unique and never change.`);
	}
	requireUniqueKey(description, key, name);
	if (!description.privileges.select) throw new ConfigurationError(`The database user may not read ${name}. Grant it SELECT, and INSERT and UPDATE if rows are to be written.`);
	for (const [what, columns] of columnsNamed(configuration, mapping, key)) for (const column of columns) requireColumn(description, name, column, what);
	refuseTrackedOutputs(configuration, mapping);
	refuseKeyWrites(configuration, mapping, key, name);
	refuseUnwritable(configuration, mapping, description);
	const texts = new Set(configuration.fields.filter((field) => field.lens.kind === 'reference' || field.lens.kind === 'user').flatMap((field) => field.local));
	const columnOf = (column: string): LocalColumn => {
		const type = description.columns.find((candidate) => candidate.name === column)?.type ?? 'text';
		return { name: column, type, isText: texts.has(column) || key.includes(column) || /^(bigint|numeric|money)/.test(type) };
	};
	const keyColumnOf = (column: string): KeyColumn => {
		const { category, comparison } = description.columns.find((candidate) => candidate.name === column) as ColumnDescription;
		return { ...columnOf(column), comparison, takesAnyText: category === 'text' };
	};
	return {
		mapping,
		description,
		table: {
			schema: local.schema, table: local.table, key: key.map(keyColumnOf), columns: mapping.localColumns.map(columnOf), filter: (local.filter ?? []).map(conditionOf),
			editedAt: local.editedAt ?? null, editedAtZone: local.editedAt !== undefined && isWithoutZone(description, local.editedAt) ? (local.timeZone ?? 'UTC') : null, writeBack: configuration.writeBack, types: new Map(description.columns.map((column) => [column.name, column.type])), ruled: description.ruledCommands, hasRawText: database?.encoding === 'SQL_ASCII',
		},
		remarks: remarksOn(configuration, description, name, mapping),
	};
}

/** Two rows with one key would be one record to the sync. Views cannot be asked; there the person who names the key answers for it. */
function requireUniqueKey(description: TableDescription, key: readonly string[], name: string): void {
	if (description.kind !== 'table' && description.kind !== 'partitioned') return;
	if (description.uniqueKeys.some((unique) => unique.every((column) => key.includes(column)))) return;
	const known = key.every((column) => description.columns.some((candidate) => candidate.name === column));
	if (!known) return;
	throw new ConfigurationError(`The key columns ${key.join(', ')} of ${name} have no unique index, so two rows could have one key. Name the primary key (${description.primaryKey.join(', ') || 'there is none'}), or add a unique index.`);
}

function columnsNamed(configuration: PairConfiguration, mapping: CompiledMapping, key: readonly string[]): ReadonlyArray<readonly [string, readonly string[]]> {
	const outputs = Object.values(configuration.writeBack).filter((column): column is string => column !== undefined);
	const { local } = configuration;
	return [
		['The field mapping', mapping.localColumns],
		['The key', key],
		['The filter', (local.filter ?? []).map((condition) => condition.column)],
		['The write-back setting', outputs],
		['The values for new rows', Object.keys(configuration.insertDefaults)],
		['The edit time', local.editedAt === undefined ? [] : [local.editedAt]],
		['The delete policy', configuration.deletePolicy.local.effect === 'status' ? [configuration.deletePolicy.local.column] : []],
	];
}

function requireColumn(description: TableDescription, table: string, column: string, what: string): void {
	const names = description.columns.map((candidate) => candidate.name);
	if (names.includes(column)) return;
	const close = closestNames(column, names, 3);
	throw new ConfigurationError(`${what} names column '${column}', which is not in ${table}. ${close.length > 0 ? `Pick one of: ${close.join(', ')}.` : `Its columns are: ${names.join(', ')}.`}`, { data: { table, column } });
}

function refuseTrackedOutputs(configuration: PairConfiguration, mapping: CompiledMapping): void {
	for (const column of Object.values(configuration.writeBack)) {
		if (column === undefined) continue;
		if (mapping.localColumns.includes(column)) throw new ConfigurationError(`Column '${column}' is both mapped and written back to. An output column cannot be synced; remove it from the mapping or from the write-back setting.`);
	}
}

function conditionOf(condition: LocalCondition): RowCondition {
	const value = condition.value;
	const list: readonly Json[] = value === undefined || value === null ? [] : Array.isArray(value) ? (value as readonly Json[]) : [value];
	const needsValue = condition.operator !== 'is_null' && condition.operator !== 'is_not_null';
	if (needsValue && list.length === 0) throw new ConfigurationError(`The filter on column '${condition.column}' compares with nothing. Give a value, or use 'is null' or 'is not null'.`);
	return { column: condition.column, operator: condition.operator, values: list.map((item) => (typeof item === 'string' ? item : JSON.stringify(item))) };
}

function remarksOn(configuration: PairConfiguration, description: TableDescription, name: string, mapping: CompiledMapping): readonly string[] {
	const remarks: string[] = [];
	if (description.rowSecurityActive) {
		remarks.push(`Row-level security of ${name} applies to this database user, so rows may be hidden from it: no row is taken for deleted. Use a role with BYPASSRLS to have deletions carried.`);
	}
	if (configuration.direction === 'to_remote') return remarks;
	const { insert, updateColumns } = description.privileges;
	if (!insert) remarks.push(`The database user may not insert into ${name}; work packages made in OpenProject will fail until it is granted.`);
	const missing = mapping.localColumns.filter((column) => !updateColumns.includes(column));
	if (missing.length > 0) remarks.push(`The database user may not update ${missing.join(', ')} of ${name}; changes from OpenProject will fail until it is granted.`);
	return remarks;
}

/** What is stored of a pair, and compared at its next run. */
export function factsOf(configuration: PairConfiguration, described: PairDescription, info: RemoteInfo, server: string): PairFacts {
	const { local, remote } = configuration;
	const scope = {
		local: { schema: local.schema, table: local.table, key: described.table.key.map((column) => column.name), filter: described.table.filter as unknown as Json },
		remote: { projectId: info.projectId, type: remote.type },
	};
	const typeOf = (column: string): string => described.table.columns.find((candidate) => candidate.name === column)?.type ?? '';
	const hash = (value: JsonObject): string => checksum(value).toString('hex');
	const plain = (value: unknown): Json => JSON.parse(JSON.stringify(value)) as Json;
	return {
		name: configuration.name,
		config: configuration,
		scope: { ...scope, server },
		scopeHash: hash(scope),
		mappingHashes: Object.fromEntries(described.mapping.fields.map((field) => [field.name, hash({ mapping: field.hash, types: field.local.map(typeOf) })])),
		policyHash: hash({ policies: plain(configuration.policies), noBase: plain(configuration.noBasePolicies), deletes: plain(configuration.deletePolicy), direction: configuration.direction }),
		columnTypes: Object.fromEntries(described.table.columns.map((column) => [column.name, column.type])),
	};
}

/** Whether two scopes can hold the same row: only an equality filter on one column with other values keeps them apart. */
export function areDisjoint(one: readonly RowCondition[], other: readonly RowCondition[]): boolean {
	return one.some((a) => (a.operator === 'equals' || a.operator === 'in') && other.some((b) => b.column === a.column && (b.operator === 'equals' || b.operator === 'in') && !a.values.some((value) => b.values.includes(value))));
}
