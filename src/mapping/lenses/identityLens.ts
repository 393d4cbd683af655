import { ConfigurationError } from '../../errors';
import { isDecimal, normaliseDecimal, storedDuration } from '../../record';
import type { Json, Side } from '../../record';
import type { LensField } from '../compileLens';
import type { Got, Lens, LensSpec } from '../types';
import { failed, found, pairedLens, placeOf, quoteValue } from './pairedLens';
import { idNormal } from './idNormal';

/**
 * The same JSON value on both sides; '' is not null, false and 0 are values. With `as: 'number'` numbers compare by
 * value whether a side gives them as JSON numbers or, as numeric and bigint columns travel, as decimal text: canonical is
 * the shortest decimal text, written as text to the table and as a JSON number to OpenProject. With `as: 'id'` ids are
 * text whatever type the column has, and '' is null: a text custom field knows no null, a uuid column no ''. Work and
 * remaining work are durations of which OpenProject keeps hundredths of an hour: they compare as it stores them.
 */
export function identityLens(spec: Extract<LensSpec, { kind: 'identity' }>, field: LensField): Lens {
	switch (spec.as) {
		case undefined: return pairedLens(field, spec.kind, { normal: isWork(field) ? storedDuration : (value) => value, read: found, write: found });
		case 'number':
			return pairedLens(field, spec.kind, {
				normal: numberNormal,
				read: (normal, side) => readNumber(normal, side, field),
				write: (canonical, side) => writeNumber(canonical, side, field),
			});
		case 'id': return pairedLens(field, spec.kind, { normal: idNormal, read: found, write: (canonical) => found(idNormal(canonical)) });
		default: throw new ConfigurationError(`Field '${field.name}' is to be carried as '${String(spec.as)}'. Leave 'as' out, or give 'number' or 'id'.`);
	}
}

/** Properties that OpenProject stores as hours with two decimals. */
function isWork({ remote }: LensField): boolean {
	return remote.length === 1 && (remote[0] === 'estimatedTime' || remote[0] === 'remainingTime');
}

function numberNormal(value: Json): Json {
	if (typeof value !== 'number' && typeof value !== 'string') return value;
	const text = String(value).trim();
	if (text === '') return null;
	return isDecimal(text) ? normaliseDecimal(text) : value;
}

function readNumber(normal: Json, side: Side, field: LensField): Got {
	if (normal === null || (typeof normal === 'string' && isDecimal(normal))) return found(normal);
	return failed(`The ${placeOf(field, side)} holds ${quoteValue(normal)}, which is not a number (field '${field.name}'). Change the value.`);
}

function writeNumber(canonical: Json, side: Side, field: LensField): Got {
	const normal = numberNormal(canonical);
	if (normal === null) return found(null);
	if (typeof normal !== 'string' || !isDecimal(normal)) return failed(`${quoteValue(canonical)} is not a number, so field '${field.name}' cannot hold it.`);
	if (side === 'local') return found(normal);
	const number = Number(normal);
	if (Number.isFinite(number) && normaliseDecimal(String(number)) === normal) return found(number);
	return failed(`${quoteValue(normal)} has more digits than a JSON number keeps, so field '${field.name}' cannot be written to OpenProject. Shorten the number.`);
}
