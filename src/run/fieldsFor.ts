import type { FieldMapping, LensSpec } from '../mapping';
import type { TableDescription } from '../postgres';

/**
 * The fields as the table's columns have them: times of a `timestamp` column without time zone are what clocks show in the pair's zone,
 * whatever zone that is, so they are taken as they stand. The zone is part of a field's hash: a changed column type is told like any other change.
 */
export function fieldsFor(description: TableDescription, fields: readonly FieldMapping[]): readonly FieldMapping[] {
	return fields.map((field) => {
		const column = timeColumnOf(field);
		return column !== undefined && isWithoutZone(description, column) ? { ...field, lens: { ...field.lens, timeZone: 'UTC' } as LensSpec } : field;
	});
}

/** Whether a column holds what clocks show; domains over such types do as well. */
export function isWithoutZone({ columns }: Pick<TableDescription, 'columns'>, name: string): boolean {
	return columns.some((column) => column.name === name && (column.typeName === 'timestamp' || column.typeName === 'date'));
}

function timeColumnOf({ lens, local }: FieldMapping): string | undefined {
	if (lens.kind === 'due') return lens.timeColumn;
	return lens.kind === 'instant_date' ? local[0] : undefined;
}
