import type { Json, Side } from '../../record';
import type { LensField } from '../compileLens';
import type { Lens, LensSpec } from '../types';
import { failed, found, pairedLens, quoteValue } from './pairedLens';
import { compileValueTables } from './valueTables';

/**
 * A closed vocabulary on each side and the two tables between them. Canonical is the local representative: the local value
 * that the other side's value comes back as, so Done and Archived are both Done, On hold and New both To Do. null is null.
 */
export function valueMapLens(spec: Extract<LensSpec, { kind: 'value_map' }>, field: LensField): Lens {
	const tables = compileValueTables(spec, field.name);
	return pairedLens(field, spec.kind, {
		// Integer columns and their text are the same vocabulary.
		normal: (value) => (typeof value === 'number' ? String(value) : value),
		read(normal, side) {
			if (normal === null) return found(null);
			const canonical = side === 'local' ? tables.canonicalOfLocal(normal) : tables.canonicalOfRemote(normal);
			return canonical === undefined ? failed(missingEntry(normal, side, field)) : found(canonical);
		},
		write(canonical, side) {
			if (canonical === null) return found(null);
			const representative = tables.canonicalOfLocal(canonical);
			if (representative === undefined) return failed(`The value ${quoteValue(canonical)} has no entry in the value map of field '${field.name}'. Add it, or choose another value.`);
			return found(side === 'local' ? representative : (tables.remoteOf(representative) as Json));
		},
	});
}

function missingEntry(value: Json, side: Side, field: LensField): string {
	const name = field[side][0] ?? field.name;
	const what = side === 'remote' ? `${name.charAt(0).toUpperCase()}${name.slice(1)} ${quoteValue(value)} of the work package` : `Value ${quoteValue(value)} in column '${name}' of the row`;
	return `${what} has no entry in the value map of field '${field.name}'. Add it, or change the value.`;
}
