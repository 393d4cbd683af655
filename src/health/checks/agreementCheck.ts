import type { Comparison } from '../compare/types';
import { countOf, judged } from '../judge';
import type { HealthCheck } from '../types';

/** Whether linked records that are settled hold the same on both sides. One that does not is an alarm: no run would carry it. */
export function judgeAgreement(comparison: Comparison): HealthCheck {
	const { compared, moved, divergedCount, diverged, of } = comparison;
	const sides = of === 'both_sides' ? 'compared field by field' : 'compared field by field with what was last seen in OpenProject';
	const onTheWay = moved === 0 ? '' : `; ${countOf(moved, 'record')} edited since the last run ${moved === 1 ? 'is' : 'are'} left to the next`;
	if (compared === 0) return judged('agreement', 'unknown', { finding: `No settled records could be ${sides}${onTheWay}.`, threshold: 1 });
	if (divergedCount === 0) return judged('agreement', 'ok', { finding: `${countOf(compared, 'linked record')} ${sides} ${compared === 1 ? 'agrees' : 'agree'}${onTheWay}.`, value: 0, threshold: 1 });
	const [first] = diverged;
	const example = first === undefined ? '' : ` First: field '${first.field}' of row ${first.localKey} and work package ${first.remoteId}${first.title === null ? '' : ` (${first.title})`}.`;
	return {
		...judged('agreement', 'critical', {
			finding: `${countOf(divergedCount, 'field')} of ${countOf(compared, 'linked record')} ${sides} ${divergedCount === 1 ? 'differs' : 'differ'} though nothing waits to be carried over.${example}`, value: divergedCount, threshold: 1,
			whatToDo: 'Run a sync in mode Reconciliation, which compares everything anew. If a field still differs, correct it on the side that is wrong: that edit is carried.',
		}),
		examples: diverged,
	};
}
