import { ConfigurationError } from '../../errors';
import { isEqualJson, unstorableIn, valueAt } from '../../record';
import type { Json, Side } from '../../record';
import type { LensField } from '../compileLens';
import type { Got, Lens, LensContext } from '../types';

/** A value to write, or why there is none. */
export type Written = Got;

/** What distinguishes one lens over a single column and a single property from another. */
export interface PairedParts {
	/** Normal form of a value; idempotent, never throws. */
	normal(value: Json, side: Side): Json;
	/** Canonical value of a value in normal form. A property that is absent reads as null. */
	read(normal: Json, side: Side, context: LensContext): Got;
	/** What stands for the canonical value on the side; `current` is the present value in normal form, undefined for none. */
	write(canonical: Json, side: Side, context: LensContext, current: Json | undefined): Written;
}

/**
 * A lens over one column and one property. The promise that a side which already maps to the canonical value keeps its own
 * value (law L4) is kept here, once for all of them.
 */
export function pairedLens(field: LensField, kind: string, parts: PairedParts): Lens {
	const names: Readonly<Record<Side, string>> = { local: onlyName(field, kind, 'local'), remote: onlyName(field, kind, 'remote') };
	const normalOf = (side: Side, value: Json | undefined): Json | undefined => (value === undefined ? undefined : parts.normal(value, side));
	const read = (side: Side, value: Json | undefined, context: LensContext): Got => {
		const unstorable = unstorableIn(value);
		if (unstorable !== null) return failed(`The ${placeOf(field, side)} holds ${quoteValue(unstorable)}, with characters (U+0000, half a surrogate pair, one that the database's encoding lacks, bytes that are no text) or a depth that cannot be stored. Mend it there; field '${field.name}' is left alone until then.`);
		return parts.read(normalOf(side, value) ?? parts.normal(null, side), side, context);
	};
	return {
		normalise(side, record) {
			const normal = normalOf(side, valueAt(record, names[side]));
			return normal === undefined ? {} : Object.fromEntries([[names[side], normal]]);
		},
		get(side, record, context) {
			return read(side, valueAt(record, names[side]), context);
		},
		put(side, canonical, current, context) {
			const name = names[side];
			const present = valueAt(current, name);
			if (present !== undefined) {
				const held = read(side, present, context);
				if (held.status === 'value' && isEqualJson(held.value, canonical)) return { status: 'value', values: Object.fromEntries([[name, present]]) };
			}
			const written = parts.write(canonical, side, context, normalOf(side, present));
			return written.status === 'value' ? { status: 'value', values: Object.fromEntries([[name, written.value]]) } : written;
		},
	};
}

function onlyName(field: LensField, kind: string, side: Side): string {
	const names = field[side];
	const [name] = names;
	if (name !== undefined && names.length === 1) return name;
	const what = side === 'local' ? 'column' : 'property';
	throw new ConfigurationError(`Field '${field.name}' has ${names.length} ${side} names (${names.join(', ')}), but a lens of kind '${kind}' covers exactly one ${what}.`);
}

/** How a value is called in messages: "status of the work package", "column 'status' of the row". */
export function placeOf(field: LensField, side: Side): string {
	const name = field[side][0] ?? field.name;
	return side === 'local' ? `column '${name}' of the row` : `${name} of the work package`;
}

/** A value as it is quoted in messages, shortened. */
export function quoteValue(value: Json): string {
	const text = typeof value === 'string' ? value : JSON.stringify(value);
	const short = text.length > 60 ? `${text.slice(0, 60)}…` : text;
	return `'${short}'`;
}

/** The value, found. */
export function found(value: Json): Got {
	return { status: 'value', value };
}

/** A failure of the field, in a sentence. */
export function failed(message: string): { readonly status: 'failed'; readonly message: string } {
	return { status: 'failed', message };
}
