import type { CompareRules, KeyRules } from '../../src/equality';
import { timeZoneOf } from './timeZone';
import { booleanOf, wordOf, type Values } from './values';

const EMPTY: ReadonlyArray<CompareRules['empty']> = ['all', 'apart', 'null_missing'];
const WHITE_SPACE: ReadonlyArray<CompareRules['whiteSpace']> = ['ends', 'keep', 'runs'];

/** When values count as equal, as options say (`equalValues`). `zone`: of times that name none, where no option does. */
export function equalityRulesOf(options: Values, zone: string): CompareRules {
	return {
		empty: wordOf(options['empty'], 'Empty Values', EMPTY, 'apart'),
		numberText: booleanOf(options['numberText'], 'Numbers Equal Their Text', false),
		ignoreCase: booleanOf(options['ignoreCase'], 'Ignore Case', false),
		whiteSpace: wordOf(options['whiteSpace'], 'White Space', WHITE_SPACE, 'keep'),
		instants: booleanOf(options['instants'], 'Compare Dates by Instant', false),
		ignoreArrayOrder: booleanOf(options['ignoreArrayOrder'], 'Ignore Order of Lists', false),
		timeZone: timeZoneOf(options['timeZone'], zone),
	};
}

/** When keys are the same, as options say (`equalKeys`). */
export function keyRulesOf(options: Values): KeyRules {
	return {
		tellTypesApart: booleanOf(options['tellTypesApart'], 'Tell Key Types Apart', false),
		ignoreCase: booleanOf(options['ignoreKeyCase'], 'Ignore Case in Keys', false),
		trim: booleanOf(options['trimKeys'], 'Trim Keys', false),
	};
}

/** Options by which values count as equal, without those that change nothing; null where there is none. Read back by `equalityRulesOf`. */
export function optionsOfRules({ timeZone, ...rules }: CompareRules): Values | null {
	const given = Object.entries(rules).filter(([, value]) => value !== false && value !== 'apart' && value !== 'keep');
	if (given.length === 0) return null;
	return Object.fromEntries([...given, ...(rules.instants && timeZone !== undefined ? [['timeZone', timeZone] as const] : [])]);
}
