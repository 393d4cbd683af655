import type { ColumnDescription } from '../describeColumns';
import type { GivenRecord, Prepared } from './types';

/** Beyond that many the set of keys would take memory that PostgreSQL does without. */
const MOST = 100_000;
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const INTEGER = /^(0|-?[1-9]\d{0,18})$/;

/**
 * Whether the keys are seen from here to be whole and all different, so that PostgreSQL need not be asked. Only values of which
 * equal ones are spelled alike count: integers, uuids in lower case, text in a collation that tells all texts apart.
 */
export function areKeysClear({ write, description }: Prepared, indexes: readonly number[]): boolean {
	if (write.match.length === 0) return true;
	if (indexes.length > MOST) return false;
	const spellings = write.match.map((name) => ({ name, spell: spellingOf(description.columns.find((column) => column.name === name) as ColumnDescription) }));
	const seen = new Set<string>();
	for (const index of indexes) {
		const record = write.records[index] as GivenRecord;
		let key = '';
		for (const { name, spell } of spellings) {
			const spelled = spell(record[name]);
			if (spelled === null) return false;
			key = spellings.length === 1 ? spelled : `${key}${spelled.length}:${spelled}`;
		}
		if (seen.has(key)) return false;
		seen.add(key);
	}
	return true;
}

/** The one spelling of a value; null where others may be equal to it, or it is none. */
function spellingOf(column: ColumnDescription): (value: unknown) => string | null {
	switch (column.typeName) {
		case 'int2':
		case 'int4':
		case 'int8': return (value) => (typeof value === 'number' ? (Number.isSafeInteger(value) ? String(value) : null) : typeof value === 'string' && INTEGER.test(value) ? value : null);
		case 'uuid': return (value) => (typeof value === 'string' && UUID.test(value) ? value : null);
		// A limit may cut spaces off the end.
		case 'varchar':
		case 'text': return (value) => (typeof value === 'string' && column.isCollationExact && !(column.maxLength !== null && value.endsWith(' ')) && value !== '' ? value : null);
		default: return () => null;
	}
}
