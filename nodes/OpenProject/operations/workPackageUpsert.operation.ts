import type { INodeExecutionData, INodeProperties } from 'n8n-workflow';
import { customNames, upsertWorkPackages, type Match, type UpsertItem, type UpsertReport } from '../../../src/openproject/workPackages';
import { errorItem, itemOf } from '../../n8n/items';
import { optionsOf } from '../../n8n/parameters/collection';
import { byId, byName, locator } from '../../n8n/parameters/locator';
import { projectLocator } from '../../n8n/parameters/projectLocator';
import { notify } from '../../n8n/parameters/requestOptions';
import { booleanOf, valuesOf, wordOf } from '../../n8n/values';
import { readFields } from '../input/fields';
import { requiredLocated } from '../input/located';
import { dateOptions } from '../parameters/dateOptions';
import { updateForm } from '../parameters/fields';
import { requestOptions, workers } from '../parameters/options';
import { shownFor } from '../parameters/shownFor';
import type { BatchOperation, Session } from './operation';

const byCustomField = { show: { matchBy: ['customField'] } };

const matching: readonly INodeProperties[] = [
	projectLocator({ required: true, description: 'The project work packages are created in, and, by custom field, looked for in; the same for all items' }),
	{
		displayName: 'Match By', name: 'matchBy', type: 'options', default: 'customField', description: 'How an item finds its work package; the same for all items',
		options: [
			{ name: 'Custom Field', value: 'customField', description: 'One that holds the key of another system. Nothing is ever created twice.' },
			{ name: 'ID', value: 'id', description: "OpenProject's own number" },
		],
	},
	{
		...locator({
			displayName: 'Custom Field', name: 'keyField', required: true, search: 'searchKeyFields',
			description: 'A custom field of the format Text or Integer, enabled for the project and its types and used as a filter',
			modes: [byName('e.g. FLRTS ID'), byId('e.g. customField1', 'By Key')],
		}),
		displayOptions: byCustomField,
	},
	{ displayName: 'Key', name: 'keyValue', type: 'string', default: '={{ $json.id }}', required: true, placeholder: 'e.g. {{ $json.id }}', description: 'The key of each item: an expression that gives the ID or the value of the custom field' },
	{ displayName: 'Parent Key', name: 'parentKey', type: 'string', default: '', placeholder: 'e.g. {{ $json.parentId }}', displayOptions: byCustomField, description: 'The key of the work package each item is below, among the items or in OpenProject; they are written first. Leave empty to leave parents alone; an expression that gives null takes the parent away.' },
];

const createWithoutId: INodeProperties = { displayName: 'Create Items Without ID', name: 'createWithoutId', type: 'boolean', default: false, description: 'Whether items without an ID become new work packages. Matching by ID only: without a key, one whose answer is lost stays unknown.' };

export const description = shownFor(['workPackage'], ['upsert'], [...matching, ...updateForm, optionsOf([createWithoutId, ...dateOptions, notify, workers, ...requestOptions])]);

/** Creates or updates a work package for every item: one result each, failures on an output of their own. */
export const execute: BatchOperation = async (session) => {
	const { context, settings } = session;
	const project = requiredLocated(context.getNodeParameter('project', 0), 'Project', 'projects', 'Pick the project the work packages belong to.');
	const reports = await upsertWorkPackages(session.places, {
		project,
		match: readMatch(session),
		items: await readItems(session, project),
		workers: settings.workers,
		notify: settings.notify,
		dates: settings.dates,
		requestDeadlineMs: settings.requestDeadlineMs,
		isCancelled: session.isCancelled,
	});
	return outputsOf(session, reports);
};

function readMatch({ context }: Session): Match {
	const options = valuesOf(context.getNodeParameter('options', 0, {}));
	const by = wordOf(context.getNodeParameter('matchBy', 0), 'Match By', ['customField', 'id'] as const);
	if (by === 'id') return { by, createWithoutId: booleanOf(options['createWithoutId'], 'Create Items Without ID', false) };
	return { by, field: requiredLocated(context.getNodeParameter('keyField', 0), 'Custom Field', 'custom_fields', 'Pick the custom field that holds the key.') };
}

async function readItems(session: Session, project: string): Promise<readonly UpsertItem[]> {
	const { context, places } = session;
	const names = await customNames(places, (await places.project(project)).id);
	return context.getInputData().map((_item, itemIndex) => {
		const { fields, hints, unknown } = readFields(context, itemIndex, names);
		for (const name of unknown) session.unknownProperties.add(name);
		const parentKey = context.getNodeParameter('parentKey', itemIndex, '') as unknown;
		return { key: context.getNodeParameter('keyValue', itemIndex), fields, hints, ...(parentKey === '' || parentKey === undefined ? {} : { parentKey }) };
	});
}

function outputsOf({ context }: Session, reports: readonly UpsertReport[]): INodeExecutionData[][] {
	const done: INodeExecutionData[] = [];
	const failed: INodeExecutionData[] = [];
	const counts = new Map<string, number>();
	for (const [itemIndex, report] of reports.entries()) {
		counts.set(report.outcome, (counts.get(report.outcome) ?? 0) + 1);
		const { reason, ...rest } = report;
		if (reason === null) done.push(itemOf(rest, itemIndex));
		else failed.push(context.continueOnFail() ? errorItem(reason, itemIndex) : itemOf(report, itemIndex));
	}
	const others = reports.filter(({ heldOtherwise }) => heldOtherwise !== undefined).length;
	const dates = others === 0 ? '' : ` Of ${others}, OpenProject holds dates otherwise than given: see heldOtherwise.`;
	const message = `${reports.length} items: ${[...counts].map(([outcome, count]) => `${count} ${outcome}`).join(', ')}.${dates}`;
	context.addExecutionHints({ message, type: failed.length > 0 ? 'warning' : 'info', location: 'outputPane' });
	return [done, failed];
}
