import { readTarget } from '../input/target';
import { textOrNull } from '../../n8n/values';
import { openLocal } from '../../n8n/openLocal';
import { itemOf } from '../../n8n/items';
import { lookUpForm } from '../parameters/forms';
import { run } from '../parameters/request';
import { shownFor } from '../parameters/shownFor';
import type { Operation } from './operation';

export const description = shownFor('getRun', [lookUpForm[0], run, ...lookUpForm.slice(1)]);

/** A run as recorded: status, progress, counts. The newest of the pair where no run is named. */
export const execute: Operation = async ({ context, itemIndex, engine }) => {
	const target = readTarget(context, itemIndex);
	const runId = textOrNull(context.getNodeParameter('run', itemIndex, ''), 'Run ID');
	const database = await openLocal(context, engine.openDatabase, itemIndex);
	try {
		const view = await engine.getRun({ database, schema: target.schema }, { pair: target.pair, run: runId });
		return { summary: [itemOf(view, itemIndex)], conflicts: [], failures: [] };
	} finally {
		await database.close();
	}
};
