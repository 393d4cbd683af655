import type { Json } from '../../record';
import { isDecimal } from '../../record';
import type { FieldState, Refusal } from '../types';
import type { Choice } from '../unit';
import { addDecimals, negateDecimal } from './addDecimals';
import { refuse, refuseKind } from './refuse';

/** Base and what either side added to it, exactly: local + remote - base. Numbers give a number, decimal strings a decimal string. */
export function mergeCounter(state: FieldState): Choice | Refusal {
	const { base, local, remote } = state;
	if (base === undefined || base === null) return refuse('counter', `Field '${state.name}' has no number in base, so nothing tells what either side added. Give a base, or pick a policy that chooses a side.`);
	const refused = refuseKind('counter', state, 'numbers', isCount) ?? refuseMixed(state);
	if (refused !== null) return refused;
	const sum = addDecimals([String(local), String(remote), negateDecimal(String(base))]);
	if (typeof local === 'string') return { winner: 'merged', value: sum };
	const value = Number(sum);
	if (Number.isFinite(value) && addDecimals([String(value), negateDecimal(sum)]) === '0') return { winner: 'merged', value };
	return refuse('counter', `The sum for field '${state.name}' is ${sum.slice(0, 60)}, which a JSON number cannot hold exactly. Give the numbers as text.`);
}

function isCount(value: Json): boolean {
	return typeof value === 'number' || (typeof value === 'string' && isDecimal(value));
}

function refuseMixed({ name, base, local, remote }: FieldState): Refusal | null {
	const isOfOneKind = typeof local === typeof remote && typeof base === typeof local;
	return isOfOneKind ? null : refuse('counter', `Field '${name}' is a number on one side and text on another. Make all of them numbers, or all of them text.`);
}
