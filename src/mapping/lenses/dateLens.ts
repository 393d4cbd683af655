import type { LensField } from '../compileLens';
import type { Lens } from '../types';
import { dateNormal, readDate, writeDate } from './dateValue';
import { pairedLens } from './pairedLens';

/** A calendar date without time: 'YYYY-MM-DD' or null on both sides. */
export function dateLens(field: LensField): Lens {
	return pairedLens(field, 'date', {
		normal: dateNormal,
		read: (normal, side) => readDate(normal, side, field),
		write: (canonical) => writeDate(canonical, field),
	});
}
