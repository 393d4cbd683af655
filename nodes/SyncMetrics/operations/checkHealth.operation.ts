import { InputError } from '../../n8n/InputError';
import { itemOf } from '../../n8n/items';
import { optionsOf } from '../../n8n/parameters/collection';
import { textOrNull } from '../../n8n/values';
import { healthOf } from '../healthOf';
import { comparison, requests, thresholdOptions } from '../parameters/healthOptions';
import { pairOrName } from '../parameters/name';
import { whereTablesAre } from '../parameters/packageSchema';
import { shownFor } from '../parameters/shownFor';
import type { ItemOperation } from './operation';

export const description = shownFor(['checkHealth'], [pairOrName, optionsOf([...comparison, ...thresholdOptions, ...requests, whereTablesAre])]);

/** How a pair is doing, and what to do where something is wrong. Writes nothing anywhere. */
export const execute: ItemOperation = async (call) => {
	const name = textOrNull(call.context.getNodeParameter('name', call.itemIndex, ''), 'Name');
	const reports = await healthOf(call, name);
	if (reports.length === 0) throw new InputError('Name', name, 'There is no pair yet whose health could be checked: run Batch Sync first, or check Package Schema.');
	return reports.map((report) => itemOf({ ...report, isHealthy: report.state === 'healthy' }, call.itemIndex));
};
