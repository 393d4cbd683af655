import type { Json } from '../../record';
import type { LensField } from '../compileLens';
import { compileTimeZone } from '../timeZone';
import type { Lens, LensSpec } from '../types';
import { dateNormal, readDate, writeDate } from './dateValue';
import { dayOfInstant, instantNormal, moveToDay } from './instantValue';
import { pairedLens } from './pairedLens';

/** A timestamptz column as a date in a time zone; a time without zone is one of that zone. Written back, it keeps its time of day; midday where there was none. */
export function instantDateLens(spec: Extract<LensSpec, { kind: 'instant_date' }>, field: LensField): Lens {
	const zone = compileTimeZone(spec.timeZone, field.name);
	return pairedLens(field, spec.kind, {
		normal: (value, side) => (side === 'local' ? instantNormal(value) : dateNormal(value)),
		read: (normal, side) => (side === 'local' ? dayOfInstant(normal, zone, field, field.local[0] as string) : readDate(normal, side, field)),
		write(canonical, side, _context, current: Json | undefined) {
			const date = writeDate(canonical, field);
			if (side === 'remote' || date.status !== 'value' || date.value === null) return date;
			return moveToDay(current ?? null, date.value as string, zone, field);
		},
	});
}
