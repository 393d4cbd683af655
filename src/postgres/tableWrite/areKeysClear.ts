import type { ColumnDescription } from '../describeColumns';
import type { GivenRecord, Prepared } from './types';

/** Beyond that many the set of keys would take memory that PostgreSQL does without. */
const MOST = 100_000;
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const INTEGER = /^(0|-?[1-9]\d{0,18})$/;

/** How the values of a key column are spelled, so that equal ones are spelled alike; null where others may be equal to one, or it is none. */
interface KeySpelling {
	readonly name: string;
	readonly spell: (value: unknown) => string | null;
}

/**
 * How keys can be compared here, so that PostgreSQL need not be asked; null where they cannot: only of integers, uuids in lower case and
 * text in a collation that tells all texts apart equal ones are spelled alike, and more than some keys would take too much memory.
 */
export function spellingsOfKeys({ write, description }: Prepared, indexes: readonly number[]): readonly KeySpelling[] | null {
	if (indexes.length > MOST) return null;
	const spellings: KeySpelling[] = [];
	for (const name of write.match) {
		const spell = spellingOf(description.columns.find((column) => column.name === name) as ColumnDescription);
		if (spell === null) return null;
		spellings.push({ name, spell });
	}
	return spellings;
}

/** Whether the keys are seen to be whole and all different. Without key columns they always are. */
export function areKeysClear(records: readonly GivenRecord[], indexes: readonly number[], spellings: readonly KeySpelling[]): boolean {
	if (spellings.length === 0) return true;
	const seen = new Set<string>();
	for (const index of indexes) {
		const record = records[index] as GivenRecord;
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

function spellingOf(column: ColumnDescription): KeySpelling['spell'] | null {
	switch (column.typeName) {
		case 'int2':
		case 'int4':
		case 'int8': return (value) => (typeof value === 'number' ? (Number.isSafeInteger(value) ? String(value) : null) : typeof value === 'string' && INTEGER.test(value) ? value : null);
		case 'uuid': return (value) => (typeof value === 'string' && UUID.test(value) ? value : null);
		// A limit may cut spaces off the end.
		case 'varchar':
		case 'text': return column.isCollationExact ? (value) => (typeof value === 'string' && !(column.maxLength !== null && value.endsWith(' ')) && value !== '' ? value : null) : null;
		default: return null;
	}
}
