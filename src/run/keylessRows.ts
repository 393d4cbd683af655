import { onTable, quoteIdentifier } from '../postgres';
import type { Transaction } from '../postgres';
import type { Rekeyed } from '../postgres/stores/rekeyLinks';
import { filterExpression, hasKey, provenanceOf, qualifiedName, quoteText } from '../postgres/stores/localTable';
import type { RunContext } from './context';
import type { FailureReport } from './types';

/** Rows with NULL in a key column: how many, and the first of them as failures. */
export interface KeylessRows {
	readonly count: number;
	readonly failures: readonly FailureReport[];
}

export const noKeylessRows: KeylessRows = { count: 0, failures: [] };

/** A row without a key cannot be told from others and has no link: it is a failure of its own as long as it stands. */
export async function readKeylessRows(tx: Transaction, context: RunContext, count: number): Promise<KeylessRows> {
	if (count === 0) return noKeylessRows;
	const { table, mapping } = context;
	const title = mapping.fields.find((field) => field.remote.includes('subject'))?.local[0];
	const filter = filterExpression(table, 't', 2);
	const parts = table.key.map((column) => `case when t.${quoteIdentifier(column.name)} is null then ${quoteText(column.name)} end`);
	const rows = await onTable(tx, table).query<{ title: string | null; empty: readonly string[] }>({
		text: `select ${title === undefined ? 'null::text' : `t.${quoteIdentifier(title)}::text`} as title, to_jsonb(array_remove(array[${parts.join(', ')}], null)) as empty from ${qualifiedName(table)} t
			where ${filter.text} and not ${hasKey(table, 't')} limit $1`,
		values: [context.settings.reportLimit, ...filter.values],
	});
	return { count, failures: rows.map((row) => failureOf(context, row)) };
}

function failureOf({ table }: RunContext, row: { readonly title: string | null; readonly empty: readonly string[] }): FailureReport {
	const columns = row.empty.map((name) => `'${name}'`).join(', ');
	return {
		link: null, localKey: null, remoteId: null, title: row.title, side: 'local', fields: [], code: 'NO_KEY', attempts: 0, nextAttemptAt: null, url: null,
		message: `This row of ${table.schema}.${table.table} has NULL in key column ${columns}, so it cannot be told from other rows and is not synced. Give it a value, or choose Key Columns that every row has.`,
	};
}

/** What became of links whose rows go by another key than before. */
export function remarkOnKeys({ count, examples }: Rekeyed): readonly string[] {
	if (count === 0) return [];
	const listed = examples.map(({ before, after }) => `${provenanceOf(before)} is now ${provenanceOf(after)}`).join(', ');
	const rows = count === 1 ? '1 row has another key than before and still stores its work package: it keeps it' : `${count} rows have other keys than before and still store their work packages: they keep them`;
	return [`${rows} (${listed}${count > examples.length ? ', …' : ''}).`];
}
