import { readPair } from '../input/pairConfiguration';
import { openPorts } from '../openPorts';
import { itemOf } from '../../n8n/items';
import { pairForm } from '../parameters/forms';
import { shownFor } from '../parameters/shownFor';
import type { Operation } from './operation';

export const description = shownFor('setUp', pairForm);

/** Creates or upgrades the sync's own tables and checks the pair against both systems. Safe to repeat. */
export const execute: Operation = async (call) => {
	const { context, itemIndex, engine } = call;
	const pair = readPair(context, itemIndex);
	const opened = await openPorts(call, pair);
	try {
		const answer = await engine.setUp(opened.ports, pair);
		for (const message of answer.remarks) context.addExecutionHints({ message, location: 'outputPane' });
		return { summary: [itemOf({ pair: pair.name, schema: opened.ports.schema, ...answer }, itemIndex)], conflicts: [], failures: [] };
	} finally {
		await opened.close();
	}
};
