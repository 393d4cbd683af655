import { ConfigurationError } from '../errors';
import type { CompiledMapping } from '../mapping';
import type { TableDescription } from '../postgres';
import type { PairConfiguration } from './types';

const TIMES = ['date', 'timestamp', 'timestamptz'];

/** What PostgreSQL would refuse of every row alike is said before the first run, by the name of the column: nothing is to be hoped for from trying. */
export function refuseUnwritable(configuration: PairConfiguration, mapping: CompiledMapping, description: TableDescription): void {
	const name = `${description.schema}.${description.table}`;
	refuseEditTime(configuration, description, name);
	for (const [setting, column] of outputsOf(configuration)) refuseFixed(description, name, column, `${setting} would write it. Choose another column.`);
	for (const column of Object.keys(configuration.insertDefaults)) {
		if (description.columns.some((one) => one.name === column && one.generated)) refuseFixed(description, name, column, 'The values for new rows name it. Remove it there.');
	}
	if (configuration.direction === 'to_remote') return;
	if (!description.isUpdatable && !description.isInsertable) {
		throw new ConfigurationError(`${name} cannot be written: PostgreSQL neither inserts into it nor updates it (a view of several tables, or a materialized one). Set Direction to 'To OpenProject', give the view INSTEAD OF triggers, or name the table behind it.`, { data: { table: name } });
	}
	for (const field of mapping.fields) {
		if (field.owner === 'local') continue;
		for (const column of field.local) refuseFixed(description, name, column, `Field '${field.name}' would write it. Set the Owner of the field to PostgreSQL (then the column is only read), or map another column.`);
	}
}

function outputsOf({ writeBack, deletePolicy }: PairConfiguration): ReadonlyArray<readonly [string, string]> {
	const outputs = Object.values(writeBack).filter((column): column is string => column !== undefined).map((column) => ['The write-back setting', column] as const);
	return deletePolicy.local.effect === 'status' ? [...outputs, ['The delete policy', deletePolicy.local.column]] : outputs;
}

function refuseFixed(description: TableDescription, table: string, column: string, rest: string): void {
	if (!description.fixedColumns.includes(column)) return;
	const known = description.columns.find((candidate) => candidate.name === column);
	const why = known?.generated === true ? 'is worked out by PostgreSQL from other columns (generated)' : known?.identity === 'always' ? 'is always given by PostgreSQL (identity)' : 'cannot be updated through the view';
	throw new ConfigurationError(`Column '${column}' of ${table} ${why}. ${rest}`, { data: { table, column } });
}

function refuseEditTime({ local }: PairConfiguration, description: TableDescription, table: string): void {
	const column = description.columns.find((candidate) => candidate.name === local.editedAt);
	if (column === undefined || TIMES.includes(column.typeName)) return;
	throw new ConfigurationError(`The Edit Time Column '${column.name}' of ${table} is of type ${column.type}. Name a column that holds a time (timestamp with time zone), or leave it empty: then the time an edit was first seen counts.`, { data: { table, column: column.name } });
}
