import { createHash } from 'node:crypto';
import { canonicalJson, isEqualJson } from '../../record';
import type { Json, Side } from '../../record';
import type { Authority, FieldState, MergeSettings, Refusal } from '../types';
import type { Choice } from '../unit';
import { isPlainObject } from '../value/isPlainObject';
import { chooseNewest } from './chooseNewest';
import { mergeList } from './mergeList';
import { mergeObject } from './mergeObject';
import { mergeTextField } from './mergeTextField';
import { refuse } from './refuse';

/**
 * The side a third source agrees with: by the checksum of the whole record, else by the field's own checksum or value. If it agrees with
 * neither, the side edited last; if that is a tie or not known, both edits in one, by what the values are.
 */
export function chooseByAuthority(state: FieldState, settings: MergeSettings): Choice | Refusal {
	const { authority } = settings;
	if (authority === undefined) return refuse('authority', `The authority knows nothing of this record, so it cannot decide field '${state.name}'. Give an authority item with the same key, or another policy after this one.`);
	const side = authority.recordSide ?? sideOf(state, authority);
	if (side !== null) return { winner: side };
	return chooseNewest(settings) ?? mergeByKind(state, settings);
}

function sideOf(state: FieldState, authority: Authority): Side | null {
	const value = authority.fieldOf(state.name);
	const checksum = authority.checksumOf(state.name)?.toLowerCase();
	const agrees = (own: Json): boolean => (value !== undefined && isEqualJson(value, own)) || (checksum !== undefined && checksumsOf(own).includes(checksum));
	if (agrees(state.local)) return 'local';
	return agrees(state.remote) ? 'remote' : null;
}

/** Of the canonical JSON; for a text, also of the text itself, which is what most indexes take. */
function checksumsOf(value: Json): string[] {
	const sha256 = (text: string): string => createHash('sha256').update(text, 'utf8').digest('hex');
	return [sha256(canonicalJson(value)), ...(typeof value === 'string' ? [sha256(value)] : [])];
}

function mergeByKind(state: FieldState, settings: MergeSettings): Choice | Refusal {
	const merged = mergerFor(state.local, settings)(state);
	return 'reason' in merged ? { ...merged, policy: 'authority', reason: `The authority agrees with neither side, and neither is newer. ${merged.reason}` } : merged;
}

function mergerFor(value: Json, { isEqual }: MergeSettings): (state: FieldState) => Choice | Refusal {
	if (typeof value === 'string') return (state) => mergeTextField({}, state);
	if (Array.isArray(value)) return (state) => mergeList({ kind: 'list', as: 'set' }, state);
	if (isPlainObject(value)) return (state) => mergeObject({}, state, isEqual);
	return (state) => refuse('authority', `Field '${state.name}' is neither text, list nor object, so its values cannot be put together.`);
}
