import { sortUnique } from '../../record';
import type { Json } from '../../record';
import type { LensField } from '../compileLens';
import type { Lens } from '../types';
import { failed, found, pairedLens, placeOf, quoteValue } from './pairedLens';

/** A set: an array whose order and repeats do not count, null like []. Canonical: each element once, sorted by canonical JSON. */
export function setLens(field: LensField): Lens {
	return pairedLens(field, 'set', {
		normal: setNormal,
		read: (normal, side) => (Array.isArray(normal) ? found(normal) : failed(`The ${placeOf(field, side)} holds ${quoteValue(normal)}, which is not a list (field '${field.name}'). Map it with another lens.`)),
		write(canonical) {
			const normal = setNormal(canonical);
			return Array.isArray(normal) ? found(normal) : failed(`${quoteValue(canonical)} is not a list, so field '${field.name}' cannot hold it.`);
		},
	});
}

function setNormal(value: Json): Json {
	if (value === null) return [];
	return Array.isArray(value) ? sortUnique(value as readonly Json[]) : value;
}
