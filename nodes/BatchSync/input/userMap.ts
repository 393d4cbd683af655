import type { UserMapSource } from '../../../src/run';
import { InputError } from '../../n8n/InputError';
import { jsonObjectOf, requiredText, valuesOf, type Values } from '../../n8n/values';

/** The person map; an absent option means the preset's. */
export function userMapOf(value: unknown, fallback: UserMapSource): UserMapSource {
	if (value === undefined || value === null) return fallback;
	const sources = valuesOf(value);
	const table = sources['table'];
	const entries = sources['entries'];
	if (table === undefined && entries === undefined) return fallback;
	return {
		...(table === undefined ? {} : { table: tableOf(valuesOf(table)) }),
		...(entries === undefined ? {} : { entries: entriesOf(valuesOf(entries)['json']) }),
	};
}

function tableOf(values: Values): NonNullable<UserMapSource['table']> {
	const label = 'Person Map';
	return {
		schema: requiredText(values['schema'] ?? 'public', `${label}: Schema`, 'Name the schema of the map.'),
		table: requiredText(values['table'] ?? 'openproject_user_mapping', `${label}: Table`, 'Name the table of the map.'),
		localColumn: requiredText(values['localColumn'] ?? 'personnel_id', `${label}: Local Person Column`, 'Name the column.'),
		remoteColumn: requiredText(values['remoteColumn'] ?? 'openproject_user_id', `${label}: OpenProject User Column`, 'Name the column.'),
	};
}

function entriesOf(value: unknown): Readonly<Record<string, string>> {
	const entries = Object.entries(jsonObjectOf(value, 'Person Map: Entries', {}));
	return Object.fromEntries(
		entries.map(([person, user]) => {
			const id = String(user);
			if (!/^\d+$/.test(id)) throw new InputError(`Person Map: Entries: ${person}`, user, 'Give the numeric OpenProject user ID.');
			return [person, id];
		}),
	);
}
