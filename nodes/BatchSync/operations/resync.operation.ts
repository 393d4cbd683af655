import { wordOf } from '../../n8n/values';
import { how } from '../parameters/control';
import { taskForm } from '../parameters/forms';
import { shownFor } from '../parameters/shownFor';
import { performTask } from '../performTask';
import type { Operation } from './operation';

export const description = shownFor('resync', taskForm(how));

/** Pairs anew where what was agreed is lost or in doubt, and deletes nothing; or shows the plan of that. */
export const execute: Operation = async (call) => {
	const isPreview = wordOf(call.context.getNodeParameter('how', call.itemIndex), 'What to Do', ['now', 'preview']) === 'preview';
	return await performTask(call, { mode: 'full_sync', preview: isPreview, task: { kind: 'resync' } });
};
