import { customNames, noWorkPackage, readWorkPackage, updateWorkPackage } from '../../../src/openproject/workPackages';
import { optionsOf } from '../../n8n/parameters/collection';
import { notify } from '../../n8n/parameters/requestOptions';
import { simplify } from '../../n8n/parameters/simplify';
import { readFields } from '../input/fields';
import { readSimplify } from '../input/simplify';
import { readWorkPackageId } from '../input/workPackageId';
import { writtenItem } from '../output/items';
import { refusal } from '../output/refusal';
import { dateOptions } from '../parameters/dateOptions';
import { updateForm } from '../parameters/fields';
import { workPackageLocator } from '../parameters/locators';
import { requestOptions, workers } from '../parameters/options';
import { shownFor } from '../parameters/shownFor';
import type { ItemOperation } from './operation';

export const description = shownFor(['workPackage'], ['update'], [
	workPackageLocator({ displayName: 'Work Package', name: 'workPackage', required: true, description: 'The work package to update' }),
	...updateForm,
	simplify,
	optionsOf([...dateOptions, notify, workers, ...requestOptions]),
]);

/** Brings a work package to the values given: sends what differs, nothing where nothing does. */
export const execute: ItemOperation = async (session, itemIndex) => {
	const { context, places } = session;
	const id = await readWorkPackageId(context, session.api, itemIndex);
	const present = await readWorkPackage(session.api, id);
	if (present === null) throw refusal(context.getNode(), noWorkPackage(id), itemIndex);
	const { fields, hints, unknown } = readFields(context, itemIndex, await customNames(places, present.projectId));
	for (const name of unknown) session.unknownProperties.add(name);
	const outcome = await updateWorkPackage(places, session.writer, { present, fields, hints });
	return [await writtenItem(session, outcome, { itemIndex, isSimple: readSimplify(context, itemIndex) })];
};
