import type { CompareRules } from '../../../src/equality';
import type { RecordRules } from '../../../src/merge';
import { canonicalJson } from '../../../src/record';
import { equalityRulesOf } from '../../n8n/equalityRules';
import type { MergeUnit } from './mergeUnits';
import type { MergeNodeSettings } from './settings';

/**
 * Finds the rules of a unit. What Detect Conflicts took for equal is equal here, unless options of this node say what is: else what it
 * told as a change of one side would be a conflict.
 */
export function compileRulesOfUnit({ rules, timeZone }: MergeNodeSettings): (unit: MergeUnit) => RecordRules {
	const known = new Map<string, CompareRules>();
	return ({ compare }) => {
		if (rules.equality !== null || compare === null || compare === undefined) return rules;
		const text = canonicalJson(compare);
		const equality = known.get(text) ?? equalityRulesOf(compare, timeZone);
		known.set(text, equality);
		return { ...rules, equality };
	};
}
