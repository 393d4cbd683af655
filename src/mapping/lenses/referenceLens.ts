import { canonicalJson } from '../../record';
import type { Json } from '../../record';
import type { LensField } from '../compileLens';
import type { Got, Lens, LensContext } from '../types';
import { idNormal } from './idNormal';
import { failed, found, pairedLens, placeOf, quoteValue } from './pairedLens';

/**
 * Another record of the same pair. The column holds the other row's key, the property the other work package's id; canonical
 * is the link of the two. A record without link is unresolved (`record:local:<key>`, `record:remote:<id>`), and so is a link
 * whose record on this side does not exist yet (`link:<id>`): never null.
 */
export function referenceLens(field: LensField): Lens {
	return pairedLens(field, 'reference', {
		normal: idNormal,
		read(normal, side, context) {
			if (normal === null) return found(null);
			if (typeof normal !== 'string') return failed(`The ${placeOf(field, side)} holds ${quoteValue(normal)}, which is not the key of a record (field '${field.name}'). Map it with another lens.`);
			const key = side === 'local' ? canonicalJson([normal]) : normal;
			const link = side === 'local' ? context.linkOfLocal(key) : context.linkOfRemote(key);
			return link === undefined ? { status: 'unresolved', ref: `record:${side}:${key}`, value: normal } : found(link);
		},
		write(canonical, side, context) {
			if (canonical === null) return found(null);
			if (typeof canonical !== 'string') return failed(`${quoteValue(canonical)} is not a link, so field '${field.name}' cannot hold it.`);
			return side === 'local' ? writeLocal(canonical, field, context) : resolved(context.remoteOfLink(canonical), canonical);
		},
	});
}

function writeLocal(link: string, field: LensField, context: LensContext): Got {
	const key = context.localOfLink(link);
	if (key === undefined) return resolved(undefined, link);
	const values = JSON.parse(key) as readonly Json[];
	if (values.length === 1) return found(values[0] as Json);
	return failed(`The record that field '${field.name}' points to has a key of ${values.length} columns, and one column cannot hold that. Remove the field from the mapping.`);
}

function resolved(value: string | undefined, link: string): Got {
	return value === undefined ? { status: 'unresolved', ref: `link:${link}`, value: link } : found(value);
}
