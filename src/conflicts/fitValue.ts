import type { CompiledField, CompiledMapping, LensContext } from '../mapping';
import { storable, unstorableIn, valueAt } from '../record';
import type { Json, JsonObject } from '../record';
import { misfit } from './kindOfValue';

/** The conflict a value is meant for. */
export interface Slot {
	readonly field: string;
	readonly fields: readonly string[];
	readonly base: Json;
	readonly local: Json;
	readonly remote: Json;
}

export type Fit = { readonly status: 'fits'; readonly value: Json } | { readonly status: 'misfit'; readonly reason: string };

/**
 * A value in the words the engine would find it in, or why it does not fit: a group takes an object with exactly its fields, each value
 * must be what the field's lens can write to both sides, and be the kind of value the field held. Without a mapping, only the latter.
 */
export function fitValue(slot: Slot, value: Json, mapping: CompiledMapping | null): Fit {
	const unstorable = unstorableIn(storable(value));
	if (unstorable !== null) return { status: 'misfit', reason: `The value for '${slot.field}' cannot be stored: it holds U+0000, half a surrogate pair, or is nested too deep.` };
	return isGroup(slot) ? fitGroup(slot, value, mapping) : fitField(slot.field, value, [slot.base, slot.local, slot.remote], mapping);
}

/** Whether fields are decided as one: a group has a name of its own. */
export function isGroup({ field, fields }: Pick<Slot, 'field' | 'fields'>): boolean {
	return fields.length > 1 || (fields.length === 1 && fields[0] !== field);
}

function fitGroup(slot: Slot, value: Json, mapping: CompiledMapping | null): Fit {
	const wanted = `Give an object with exactly ${slot.fields.join(', ')}.`;
	if (!isObject(value)) return { status: 'misfit', reason: `'${slot.field}' is decided as one: ${slot.fields.join(', ')}. ${wanted}` };
	const missing = slot.fields.filter((name) => !Object.hasOwn(value, name));
	const odd = Object.keys(value).filter((name) => !slot.fields.includes(name));
	if (missing.length > 0) return { status: 'misfit', reason: `The value for '${slot.field}' lacks ${missing.join(', ')}. ${wanted}` };
	if (odd.length > 0) return { status: 'misfit', reason: `The value for '${slot.field}' has ${odd.join(', ')}, which it does not consist of. ${wanted}` };
	const fitted: Array<[string, Json]> = [];
	for (const name of slot.fields) {
		const known = [slot.base, slot.local, slot.remote].map((side) => (isObject(side) ? (valueAt(side, name) ?? null) : null));
		const fit = fitField(name, valueAt(value, name) ?? null, known, mapping);
		if (fit.status === 'misfit') return fit;
		fitted.push([name, fit.value]);
	}
	return { status: 'fits', value: Object.fromEntries(fitted) };
}

function fitField(name: string, value: Json, known: readonly Json[], mapping: CompiledMapping | null): Fit {
	const field = mapping?.fields.find((candidate) => candidate.name === name);
	const carried = field === undefined ? { status: 'fits' as const, value } : carry(field, value);
	if (carried.status === 'misfit') return carried;
	const reason = misfit(name, carried.value, known);
	return reason === null ? carried : { status: 'misfit', reason };
}

/** The value as both sides would come to hold it. */
function carry(field: CompiledField, value: Json): Fit {
	for (const side of ['remote', 'local'] as const) {
		const put = field.lens.put(side, value, null, ANY_REFERENCE);
		if (put.status === 'failed') return { status: 'misfit', reason: put.message };
	}
	const written = field.lens.put('local', value, null, ANY_REFERENCE);
	const got = written.status === 'value' ? field.lens.get('local', field.lens.normalise('local', written.values), ANY_REFERENCE) : written;
	return { status: 'fits', value: got.status === 'value' ? got.value : value };
}

/** Takes every person and every record for known: whether they are is looked up elsewhere, or told by the run. */
const ANY_REFERENCE: LensContext = {
	linkOfLocal: (key) => (JSON.parse(key) as readonly string[])[0],
	linkOfRemote: (id) => id,
	localOfLink: (link) => JSON.stringify([link]),
	remoteOfLink: (link) => link,
	remoteUserOf: (local) => local,
	localUserOf: (remote) => remote,
};

function isObject(value: Json): value is JsonObject {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}
