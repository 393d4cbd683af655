import { createWorkPackage, customNames } from '../../../src/openproject/workPackages';
import { optionsOf } from '../../n8n/parameters/collection';
import { projectLocator } from '../../n8n/parameters/projectLocator';
import { notify } from '../../n8n/parameters/requestOptions';
import { simplify } from '../../n8n/parameters/simplify';
import { readFields } from '../input/fields';
import { located, requiredLocated } from '../input/located';
import { readSimplify } from '../input/simplify';
import { writtenItem } from '../output/items';
import { dateOptions } from '../parameters/dateOptions';
import { createForm } from '../parameters/fields';
import { requestOptions, workers } from '../parameters/options';
import { shownFor } from '../parameters/shownFor';
import type { ItemOperation } from './operation';

export const description = shownFor(['workPackage'], ['create'], [
	projectLocator({ required: true, description: 'The project it is created in' }),
	...createForm,
	simplify,
	optionsOf([...dateOptions, notify, workers, ...requestOptions]),
]);

/** Creates a work package, once: where the answer is lost it is not sent again, since it may be there. */
export const execute: ItemOperation = async (session, itemIndex) => {
	const { context, places } = session;
	const given = requiredLocated(context.getNodeParameter('project', itemIndex), 'Project', 'projects', 'Pick the project the work package is created in.');
	const project = await places.project(given);
	const { fields, hints, unknown } = readFields(context, itemIndex, await customNames(places, project.id));
	for (const name of unknown) session.unknownProperties.add(name);
	const type = located(context.getNodeParameter('type', itemIndex, ''), 'Type', 'types');
	const all = new Map([...fields, ...(type === null ? [] : [['type', type] as const])]);
	const outcome = await createWorkPackage(places, session.writer, { project, fields: all, hints, key: null, requestDeadlineMs: session.settings.requestDeadlineMs });
	return [await writtenItem(session, outcome, { itemIndex, isSimple: readSimplify(context, itemIndex) })];
};
