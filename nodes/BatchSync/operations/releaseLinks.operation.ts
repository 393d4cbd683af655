import { textOrNull, textsOf, wordOf } from '../../n8n/values';
import { records, release, undoRun } from '../parameters/control';
import { taskForm } from '../parameters/forms';
import { shownFor } from '../parameters/shownFor';
import { performTask } from '../performTask';
import type { Operation } from './operation';

export const description = shownFor('releaseLinks', taskForm(release, undoRun, records));

/** Ends the hold that an undo put on records. */
export const execute: Operation = async (call) => {
	const { context, itemIndex } = call;
	return await performTask(call, {
		mode: 'incremental',
		preview: false,
		task: {
			kind: 'release',
			how: wordOf(context.getNodeParameter('release', itemIndex), 'Release', ['accept', 'take_up']),
			run: textOrNull(context.getNodeParameter('undoRun', itemIndex, ''), 'Undo Run ID'),
			records: textsOf(context.getNodeParameter('records', itemIndex, ''), 'Record IDs'),
		},
	});
};
