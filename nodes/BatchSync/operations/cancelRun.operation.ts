import { systemClock } from '../../../src/openproject';
import { readTarget } from '../input/target';
import { numberOf, textOrNull } from '../../n8n/values';
import { openLocal } from '../../n8n/openLocal';
import { itemOf } from '../../n8n/items';
import { runToCancel, waitSeconds } from '../parameters/control';
import { lookUpForm } from '../parameters/forms';
import { shownFor } from '../parameters/shownFor';
import type { Operation } from './operation';

export const description = shownFor('cancelRun', [lookUpForm[0], runToCancel, waitSeconds, ...lookUpForm.slice(1)]);

/** Asks a run to stop after the work in flight, and gives its status once it has, or once the wait is over. */
export const execute: Operation = async ({ context, itemIndex, engine }) => {
	const { pair, schema } = readTarget(context, itemIndex);
	const run = textOrNull(context.getNodeParameter('run', itemIndex, ''), 'Run ID');
	const seconds = numberOf(context.getNodeParameter('waitSeconds', itemIndex, 15), 'Wait (Seconds)', { min: 0, max: 600, fallback: 15 });
	const database = await openLocal(context, engine.openDatabase, itemIndex);
	try {
		const view = await engine.cancelRun({ database, schema, clock: systemClock() }, { pair, run, waitMs: seconds * 1000 });
		return { summary: [itemOf(view, itemIndex)], conflicts: [], failures: [] };
	} finally {
		await database.close();
	}
};
