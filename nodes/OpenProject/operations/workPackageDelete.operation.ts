import type { INodeProperties } from 'n8n-workflow';
import { deleteWorkPackage } from '../../../src/openproject/workPackages';
import { itemOf } from '../../n8n/items';
import { optionsOf } from '../../n8n/parameters/collection';
import { booleanOf, valuesOf } from '../../n8n/values';
import { readWorkPackageId } from '../input/workPackageId';
import { refusal } from '../output/refusal';
import { workPackageLocator } from '../parameters/locators';
import { requestOptions, workers } from '../parameters/options';
import { shownFor } from '../parameters/shownFor';
import type { ItemOperation } from './operation';

const deleteChildren: INodeProperties = {
	displayName: 'Delete Children Too',
	name: 'deleteChildren',
	type: 'boolean',
	default: false,
	description: 'Whether work packages below it may go with it. OpenProject deletes them all, with their time entries, and keeps no history.',
};

export const description = shownFor(['workPackage'], ['delete'], [
	workPackageLocator({ displayName: 'Work Package', name: 'workPackage', required: true, description: 'The work package to delete, for good' }),
	optionsOf([deleteChildren, workers, ...requestOptions]),
]);

/** Deletes a work package, and says what went with it. */
export const execute: ItemOperation = async (session, itemIndex) => {
	const { context, api, writer } = session;
	const options = valuesOf(context.getNodeParameter('options', itemIndex, {}));
	const id = await readWorkPackageId(context, session.api, itemIndex);
	const deletion = await deleteWorkPackage(api, writer, { id, withChildren: booleanOf(options['deleteChildren'], 'Delete Children Too', false) });
	if (deletion.status === 'not_deleted') throw refusal(context.getNode(), deletion.outcome.reason, itemIndex);
	const { workPackage, belongings } = deletion;
	return [itemOf({ deleted: true, id: Number(id), subject: workPackage.json['subject'], alsoDeleted: belongings.descendants, alsoDeletedCount: belongings.descendants.length, timeEntriesDeleted: belongings.timeEntryCount }, itemIndex)];
};
