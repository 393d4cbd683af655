import { booleanOf, requiredText, textsOf, wordOf } from '../../n8n/values';
import { pairings, pairingsOf, plan, withholdDeletes } from '../parameters/control';
import { taskForm } from '../parameters/forms';
import { shownFor } from '../parameters/shownFor';
import { performTask } from '../performTask';
import type { Operation } from './operation';

export const description = shownFor('applyPlan', taskForm(plan, withholdDeletes, pairings, pairingsOf));

const DECISIONS = ['keep_separate', 'leave', 'pair'] as const;

/** Carries out a stored plan: what still fits, and nothing else. */
export const execute: Operation = async (call) => {
	const { context, itemIndex } = call;
	const decision = wordOf(context.getNodeParameter('pairings', itemIndex, 'leave'), 'Proposed Pairings', DECISIONS);
	return await performTask(call, {
		mode: 'incremental',
		preview: false,
		task: {
			kind: 'apply_plan',
			plan: requiredText(context.getNodeParameter('plan', itemIndex), 'Plan ID', 'Give the planId of the Summary that showed the plan.'),
			withholdDeletes: booleanOf(context.getNodeParameter('withholdDeletes', itemIndex, false), 'Withhold Deletions', false),
			pairings: decision,
			pairingsOf: decision === 'leave' ? [] : textsOf(context.getNodeParameter('pairingsOf', itemIndex, ''), 'Work Package IDs'),
		},
	});
};
