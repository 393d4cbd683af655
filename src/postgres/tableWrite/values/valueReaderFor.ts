import type { ColumnDescription } from '../../describeColumns';
import { readJson } from './readJson';
import { clockReader, dayReader, momentReader, type ReadValue } from './readTimes';
import type { ValueReading } from './reading';

/** Reads what is given for a column, where that is not to be taken as it stands; null: it is. */
export function valueReaderFor(column: ColumnDescription, reading: ValueReading): ReadValue | null {
	const name = column.isArray ? column.typeName.replace(/^_/, '') : column.typeName;
	const read = readerOfType(name, reading);
	if (read === null || !column.isArray) return read;
	// Nested arrays are further dimensions, except of JSON. The text of a whole array is PostgreSQL's own.
	const isJson = name === 'json' || name === 'jsonb';
	const readAll: ReadValue = (value) => (Array.isArray(value) && !isJson ? value.map(readAll) : value === null ? null : read(value));
	return (value) => (Array.isArray(value) ? value.map(readAll) : value);
}

function readerOfType(name: string, reading: ValueReading): ReadValue | null {
	switch (name) {
		case 'json':
		case 'jsonb': return reading.jsonText === 'parse' ? readJson : null;
		case 'date': return dayReader(reading);
		case 'time': return clockReader(reading, 'time');
		case 'timestamp': return clockReader(reading, 'day_and_time');
		case 'timestamptz': return momentReader(reading);
		default: return null;
	}
}
