import type { LensSpec } from '../../../src/mapping';
import { InputError } from '../../n8n/InputError';
import { jsonObjectOf, wordOf, type Values } from '../../n8n/values';

const LENSES: ReadonlyArray<LensSpec['kind']> = ['date', 'due', 'identity', 'instant_date', 'line', 'reference', 'set', 'text', 'user', 'value_map'];

/** A lens as the form gives it; JSON lenses pass through `lensOfJson`. */
export function lensOf(values: Values, local: readonly string[], timeZone: string, parameter: string): LensSpec {
	const kind = wordOf(values['lens'], `${parameter}: Kind`, LENSES, 'identity');
	switch (kind) {
		case 'value_map':
			return { kind, toRemote: jsonObjectOf(values['toRemote'], `${parameter}: Values to OpenProject`, {}), toLocal: jsonObjectOf(values['toLocal'], `${parameter}: Values to PostgreSQL`, {}) };
		case 'due':
			return dueLens(local, timeZone, parameter);
		case 'instant_date':
			return { kind, timeZone };
		case 'line':
			return { kind, maxLength: 255 };
		case 'date':
		case 'identity':
		case 'reference':
		case 'set':
		case 'text':
		case 'user':
			return { kind };
	}
}

/** A lens given as JSON: the kind is checked here, its details by the mapping itself; the pair's time zone fills in. */
export function lensOfJson(value: Values, timeZone: string, parameter: string): LensSpec {
	const kind = wordOf(value['kind'], `${parameter}: lens.kind`, LENSES);
	const needsZone = (kind === 'due' || kind === 'instant_date') && value['timeZone'] === undefined;
	return { ...value, kind, ...(needsZone ? { timeZone } : {}) } as LensSpec;
}

function dueLens(local: readonly string[], timeZone: string, parameter: string): LensSpec {
	const [dateColumn, timeColumn] = local;
	if (dateColumn === undefined || timeColumn === undefined || local.length !== 2) {
		throw new InputError(`${parameter}: Columns`, local.join(', '), 'Give the date column and the time column, separated by a comma.');
	}
	return { kind: 'due', dateColumn, timeColumn, timeZone };
}
