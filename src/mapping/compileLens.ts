import { ConfigurationError } from '../errors';
import { dateLens } from './lenses/dateLens';
import { dueLens } from './lenses/dueLens';
import { identityLens } from './lenses/identityLens';
import { instantDateLens } from './lenses/instantDateLens';
import { lineLens } from './lenses/lineLens';
import { referenceLens } from './lenses/referenceLens';
import { setLens } from './lenses/setLens';
import { textLens } from './lenses/textLens';
import { userLens } from './lenses/userLens';
import { valueMapLens } from './lenses/valueMapLens';
import type { FieldMapping, Lens, LensSpec } from './types';

/** What a lens needs to know of its field. */
export type LensField = Pick<FieldMapping, 'name' | 'local' | 'remote'>;

/** Makes a lens for a field. Throws a ConfigurationError where the kind is unknown, its options make no sense, or the columns do not suit it. */
export function compileLens(spec: LensSpec, field: LensField): Lens {
	switch (spec.kind) {
		case 'identity': return identityLens(spec, field);
		case 'line': return lineLens(spec, field);
		case 'text': return textLens(field);
		case 'value_map': return valueMapLens(spec, field);
		case 'date': return dateLens(field);
		case 'due': return dueLens(spec, field);
		case 'instant_date': return instantDateLens(spec, field);
		case 'user': return userLens(field);
		case 'reference': return referenceLens(field);
		case 'set': return setLens(field);
		default: return refuseKind(spec, field);
	}
}

/** Mappings also come as JSON that people wrote. */
function refuseKind(spec: never, field: LensField): never {
	const kind = (spec as { readonly kind?: unknown }).kind;
	throw new ConfigurationError(`Field '${field.name}' has a lens of kind '${String(kind)}'. Pick one of: date, due, identity, instant_date, line, reference, set, text, user, value_map.`);
}
