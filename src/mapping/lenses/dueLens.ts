import { ConfigurationError } from '../../errors';
import { isEqualJson, valueAt } from '../../record';
import type { Json, JsonObject } from '../../record';
import type { LensField } from '../compileLens';
import { compileTimeZone } from '../timeZone';
import type { TimeZone } from '../timeZone';
import type { Got, Lens, LensSpec, Put } from '../types';
import { dateNormal, readDate, writeDate } from './dateValue';
import { dayOfInstant, instantNormal, moveToDay } from './instantValue';

type DueSpec = Extract<LensSpec, { kind: 'due' }>;

/**
 * One remote date from a date column and a timestamptz column. Where the time is set it decides, as a date in the zone; else the
 * date; a date that was edited while the time was not counts as well. Written back: the date column always, the time column only where it was set, at the same time of day; null clears both.
 */
export function dueLens(spec: DueSpec, field: LensField): Lens {
	const property = checkNames(spec, field);
	const zone = compileTimeZone(spec.timeZone, field.name);
	const { dateColumn, timeColumn } = spec;
	const normalLocal = (record: JsonObject): JsonObject => normalise(record, [[dateColumn, dateNormal], [timeColumn, instantNormal]]);
	const normalRemote = (record: JsonObject): JsonObject => normalise(record, [[property, dateNormal]]);
	const getLocal = (record: JsonObject): Got => {
		const normal = normalLocal(record);
		const time = valueAt(normal, timeColumn) ?? null;
		return time === null ? readDate(valueAt(normal, dateColumn) ?? null, 'local', field, dateColumn) : dayOfInstant(time, zone, field, timeColumn);
	};
	const getRemote = (record: JsonObject): Got => readDate(valueAt(normalRemote(record), property) ?? null, 'remote', field);
	const putLocal = (date: Json, current: JsonObject | null): Put => {
		const time = moveTime(instantNormal(valueAt(current, timeColumn) ?? null), date, zone, field);
		return time.status === 'value' ? { status: 'value', values: Object.fromEntries([[dateColumn, date], [timeColumn, time.value]]) } : time;
	};
	/** Only the date was edited: a person who moves it means the due date, whatever the time still says. Emptied alone, it says nothing while there is a time. */
	const getEditedDate = (record: JsonObject, base: JsonObject): Got | undefined => {
		const [date, time] = [valueAt(record, dateColumn) ?? null, valueAt(record, timeColumn) ?? null];
		const isDateAlone = time !== null && date !== null && isEqualJson(time, valueAt(base, timeColumn) ?? null) && !isEqualJson(date, valueAt(base, dateColumn) ?? null);
		return isDateAlone ? readDate(date, 'local', field, dateColumn) : undefined;
	};
	return {
		getEdited: (side, record, base) => (side === 'local' ? getEditedDate(record, base) : undefined),
		normalise: (side, record) => (side === 'local' ? normalLocal(record) : normalRemote(record)),
		get: (side, record) => (side === 'local' ? getLocal(record) : getRemote(record)),
		put(side, canonical, current) {
			const names = side === 'local' ? [dateColumn, timeColumn] : [property];
			if (current !== null && names.every((name) => Object.hasOwn(current, name))) {
				const held = side === 'local' ? getLocal(current) : getRemote(current);
				if (held.status === 'value' && isEqualJson(held.value, canonical)) return { status: 'value', values: Object.fromEntries(names.map((name) => [name, current[name] as Json])) };
			}
			const date = writeDate(canonical, field);
			if (date.status !== 'value') return date;
			return side === 'remote' ? { status: 'value', values: Object.fromEntries([[property, date.value]]) } : putLocal(date.value, current);
		},
	};
}

/** The time column for a new date: null stays null, and no date means no time. */
function moveTime(time: Json, date: Json, zone: TimeZone, field: LensField): Got {
	return time === null || typeof date !== 'string' ? { status: 'value', value: null } : moveToDay(time, date, zone, field);
}

function normalise(record: JsonObject, parts: ReadonlyArray<readonly [string, (value: Json) => Json]>): JsonObject {
	const entries: Array<[string, Json]> = [];
	for (const [name, normal] of parts) {
		const value = valueAt(record, name);
		if (value !== undefined) entries.push([name, normal(value)]);
	}
	return Object.fromEntries(entries);
}

function checkNames(spec: DueSpec, field: LensField): string {
	const isComplete = field.local.length === 2 && spec.dateColumn !== spec.timeColumn && [spec.dateColumn, spec.timeColumn].every((column) => field.local.includes(column));
	const [property] = field.remote;
	if (isComplete && property !== undefined && field.remote.length === 1) return property;
	throw new ConfigurationError(
		`Field '${field.name}' has a lens of kind 'due' over columns '${String(spec.dateColumn)}' and '${String(spec.timeColumn)}', but maps ${field.local.join(', ')} to ${field.remote.join(', ')}. List exactly these two columns and one property.`,
	);
}
