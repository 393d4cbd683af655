import { compileEquality, type CompareRules } from '../../equality';
import { isSame, type SameValue } from '../value/mergeValue';
import type { RecordRules } from './types';

const compiled = new WeakMap<CompareRules, SameValue>();

/** Which values count as equal under the rules; compiled once for each. */
export function sameValueOf({ equality }: Pick<RecordRules, 'equality'>): SameValue {
	if (equality === null) return isSame;
	const known = compiled.get(equality);
	if (known !== undefined) return known;
	const fresh = compileEquality(equality);
	compiled.set(equality, fresh);
	return fresh;
}
