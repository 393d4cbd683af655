import { ConfigurationError } from '../../errors';
import type { LensField } from '../compileLens';
import type { Lens, LensSpec } from '../types';
import { failed, pairedLens } from './pairedLens';
import { readText, textNormal, writeText } from './textValue';

/** One line of text, trimmed; null and '' are the same. Towards remote it may have `maxLength` characters. */
export function lineLens(spec: Extract<LensSpec, { kind: 'line' }>, field: LensField): Lens {
	const { maxLength } = spec;
	if (maxLength !== undefined && !(Number.isInteger(maxLength) && maxLength > 0)) {
		throw new ConfigurationError(`Field '${field.name}' has maxLength ${String(maxLength)}. Give a whole number above 0, or leave it out.`);
	}
	return pairedLens(field, spec.kind, {
		normal: (value) => textNormal(value, trim),
		read: (normal, side) => readText(normal, side, field),
		write(canonical, side, _context, current) {
			const written = writeText(canonical, side, field, trim, current);
			if (side === 'local' || maxLength === undefined || written.status !== 'value' || typeof written.value !== 'string') return written;
			// Characters as people and OpenProject count them, not UTF-16 code units.
			const length = [...written.value].length;
			if (length <= maxLength) return written;
			return failed(`The text of field '${field.name}' has ${length} characters, but ${field.remote[0]} of a work package holds at most ${maxLength}. Shorten it.`);
		},
	});
}

function trim(text: string): string {
	return text.trim();
}
