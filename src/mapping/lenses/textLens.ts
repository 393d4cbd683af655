import type { LensField } from '../compileLens';
import type { Lens } from '../types';
import { pairedLens } from './pairedLens';
import { readText, textNormal, writeText } from './textValue';

/** Long text. Line ends are \n, white space at the very end does not count, null and '' are the same. */
export function textLens(field: LensField): Lens {
	return pairedLens(field, 'text', {
		normal: (value) => textNormal(value, tidy),
		read: (normal, side) => readText(normal, side, field),
		write: (canonical, side, _context, current) => writeText(canonical, side, field, tidy, current),
	});
}

function tidy(text: string): string {
	return text.replace(/\r\n?/g, '\n').trimEnd();
}
