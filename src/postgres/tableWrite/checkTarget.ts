import { ConfigurationError } from '../../errors';
import { describeTable, requireColumns, type TableDescription } from '../describeTable';
import { qualifiedName } from '../qualifiedName';
import { quoteIdentifier } from '../quoteIdentifier';
import type { Transaction } from '../types';
import { addColumns } from './addColumns';
import { describeHooks } from './describeHooks';
import { describeUniqueIndexes, isOn, type UniqueIndex } from './describeUniqueIndexes';
import { columnLike } from './foldedName';
import type { GivenShapes } from './givenShapes';
import { takeLookAlikes } from './takeLookAlikes';
import type { Prepared, ResolvedWrite, TableWrite } from './types';

const KINDS: Readonly<Partial<Record<TableDescription['kind'], string>>> = { view: 'a view', materialized_view: 'a materialized view', foreign: 'a foreign table' };

/**
 * Reads what the table is and refuses, before anything is written, what cannot work: no such table or columns, a view, no
 * unique index, rights that are missing. Adds columns where that is asked for. Throws a ConfigurationError that says what to do.
 */
export async function checkTarget(tx: Transaction, asked: TableWrite, given: GivenShapes): Promise<Prepared> {
	const describing = describeTable(tx, asked.target.schema, asked.target.table);
	// While PostgreSQL answers.
	given.read();
	let description = await describing;
	const { records, remark: nameRemark } = takeLookAlikes(asked.records, given.names(), description);
	const columnNames = description.columns.map((column) => column.name);
	const match = asked.match?.map((column) => (columnNames.includes(column) ? column : (columnLike(column, columnNames) ?? column)));
	const named = records === asked.records ? given : given.of(records);
	const write: ResolvedWrite = { ...asked, records, match: match ?? usualMatch({ ...asked, records }, description) };
	const name = `${description.schema}.${description.table}`;
	const kind = KINDS[description.kind];
	if (kind !== undefined) throw new ConfigurationError(`${name} is ${kind}, and rows are written to tables only. Choose the table behind it.`, { data: { table: name } });
	if (write.match.length === 0 && write.mode !== 'insert') throw new ConfigurationError(`Rows of ${name} can be told apart by no column. Give at least one match column, e.g. ${description.primaryKey[0] ?? 'id'}.`);
	const repeated = write.match.find((column, index) => write.match.indexOf(column) !== index);
	if (repeated !== undefined) throw new ConfigurationError(`Match column '${repeated}' is given twice for ${name}.`);
	requireColumns(description, [...write.match, ...(write.checksumColumn === null ? [] : [write.checksumColumn])]);
	const known = new Set(columnNames);
	const unknown = (write.columns ?? named.names()).filter((column) => !known.has(column));
	let added: readonly string[] = [];
	if (unknown.length > 0 && write.unknownColumns === 'refuse') requireColumns(description, unknown);
	if (unknown.length > 0 && write.unknownColumns === 'add') {
		await addColumns(tx, write, unknown);
		description = await describeTable(tx, write.target.schema, write.target.table);
		added = unknown;
	}
	const isWhole = description.uniqueKeys.some((unique) => [...unique].sort().join('\n') === [...write.match].sort().join('\n'));
	refuseGenerated(write, description, name);
	const partial = isWhole || write.match.length === 0 || write.mode === 'delete' ? [] : (await describeUniqueIndexes(tx, description)).filter((index) => index.predicate !== null && isOn(index, write.match));
	const index = partial.length === 1 ? partial[0] : undefined;
	const isKeyUnique = isWhole || index !== undefined;
	if (!isKeyUnique) refuseWithoutIndex(write, description, partial);
	if (index !== undefined && write.images !== null) throw new ConfigurationError(`The unique index '${index.name}' tells rows of ${name} apart only where ${index.predicate}, so that an undo could not find them again. Turn off Keep What Was There, or match by other columns.`, { data: { table: name } });
	refuseWithoutRights(write, description, name);
	if (!isKeyUnique && write.match.length > 0) await tx.execute({ text: `lock table ${qualifiedName(description)} in share row exclusive mode` });
	const hooks = await describeHooks(tx, description);
	if (write.match.length === 0 && hooks.insteadOfInsert !== null) throw new ConfigurationError(`The rule '${hooks.insteadOfInsert}' of ${name} does something else instead of an insert, so that nobody could say what was inserted. Give match columns, or drop the rule.`, { data: { table: name } });
	const partialRemark = index === undefined ? [] : [`Rows are told apart by the unique index '${index.name}', which covers those where ${index.predicate}. Others are left alone.`];
	return { predicate: index?.predicate ?? null, write, given: named, remarks: [...(nameRemark === null ? [] : [nameRemark]), ...partialRemark], description, hooks, isKeyUnique, ignoredColumns: write.unknownColumns === 'ignore' ? unknown : [], addedColumns: added };
}

/** The primary key; for an insert none where the records leave it to the table. */
function usualMatch({ mode, records }: TableWrite, { primaryKey }: TableDescription): readonly string[] {
	const isGiven = primaryKey.every((column) => records.some((record) => record[column] !== undefined && record[column] !== null));
	return mode === 'insert' && !isGiven ? [] : primaryKey;
}

function refuseGenerated({ records, columns, match, mode }: ResolvedWrite, description: TableDescription, table: string): void {
	const generated = description.columns.filter((column) => column.generated).map((column) => column.name);
	const isGiven = (name: string): boolean => (columns === null ? records.some((record) => record[name] !== undefined) : columns.includes(name));
	const column = mode === 'delete' ? undefined : generated.find((name) => !match.includes(name) && isGiven(name));
	if (column !== undefined) throw new ConfigurationError(`Column '${column}' of ${table} is computed by PostgreSQL and cannot be written. Leave it out.`, { data: { table, column } });
}

function refuseWithoutIndex({ match, mode, withoutUniqueIndex }: ResolvedWrite, description: TableDescription, partial: readonly UniqueIndex[]): void {
	if (match.length === 0 || mode === 'update' || mode === 'delete' || withoutUniqueIndex === 'lock') return;
	const table = `${description.schema}.${description.table}`;
	if (partial.length > 0) {
		const several = partial.map((one) => `'${one.name}' where ${one.predicate}`).join(', ');
		throw new ConfigurationError(`Several unique indexes are on (${match.join(', ')}) of ${table}, each on some of its rows (${several}), so that nobody can say which row is meant. Match by other columns, or let the table be locked while it is written (option Without Unique Index).`, { data: { table } });
	}
	const sql = `create unique index on ${qualifiedName(description)} (${match.map(quoteIdentifier).join(', ')})`;
	throw new ConfigurationError(
		`No unique index is on (${match.join(', ')}) of ${table}, so two writers at once could insert one row twice. Create it once: ${sql} (rows that are alike in them have to be mended first); or let the table be locked while it is written (option Without Unique Index).`,
		{ data: { table, sql } },
	);
}

function refuseWithoutRights({ mode, match, checksumColumn }: ResolvedWrite, { privileges }: TableDescription, table: string): void {
	const needs: Record<TableWrite['mode'], ReadonlyArray<'select' | 'insert' | 'update' | 'delete'>> = {
		insert_or_update: ['select', 'insert', 'update'], insert: match.length === 0 ? ['insert'] : ['select', 'insert'], update: ['select', 'update'], delete: ['select', 'delete'], replace: ['select', 'insert', 'update', 'delete'],
	};
	const lacking = needs[mode].filter((right) => !(right === 'update' ? privileges.update || privileges.updateColumns.length > 0 : privileges[right]));
	if (lacking.length === 0) return;
	const right = lacking.join(', ');
	throw new ConfigurationError(`The database user may not ${lacking.join(' and not ')} in ${table}${checksumColumn === null ? '' : ' (its checksum column included)'}. Have an administrator run: grant ${right} on ${table} to the user of the credential.`, { data: { table, lacking: right } });
}
