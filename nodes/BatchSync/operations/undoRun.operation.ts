import { requiredText, wordOf } from '../../n8n/values';
import { how, runToUndo } from '../parameters/control';
import { taskForm } from '../parameters/forms';
import { shownFor } from '../parameters/shownFor';
import { performTask } from '../performTask';
import type { Operation } from './operation';

export const description = shownFor('undoRun', taskForm(runToUndo, how));

/** Takes back what a run wrote, where nobody edited since; or shows the plan of that. */
export const execute: Operation = async (call) => {
	const { context, itemIndex } = call;
	const run = requiredText(context.getNodeParameter('run', itemIndex), 'Run ID', 'Give the run of the Summary that is to be undone.');
	const isPreview = wordOf(context.getNodeParameter('how', itemIndex), 'What to Do', ['now', 'preview']) === 'preview';
	return await performTask(call, { mode: 'incremental', preview: isPreview, task: { kind: 'undo', run } });
};
