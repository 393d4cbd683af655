import { readWorkPackage } from '../../../src/openproject/workPackages';
import { booleanOf } from '../../n8n/values';
import { readWorkPackageId } from '../input/workPackageId';
import { refusal, workPackageItem } from '../output';
import { workPackageLocator } from '../parameters/locators';
import { requestOptions, simplifyOutput, workers } from '../parameters/options';
import { collectionOf, shownFor } from '../parameters/shownFor';
import type { ItemOperation } from './operation';

export const description = shownFor(['workPackage'], ['get'], [
	workPackageLocator({ displayName: 'Work Package', name: 'workPackage', required: true, description: 'The work package to get' }),
	simplifyOutput,
	collectionOf('Options', 'options', 'Add Option', [workers, ...requestOptions]),
]);

/** One work package. */
export const execute: ItemOperation = async (session, itemIndex) => {
	const id = readWorkPackageId(session.context, itemIndex);
	const found = await readWorkPackage(session.api, id);
	if (found === null) throw refusal(session.context.getNode(), `There is no work package ${id} that the API user can see.`, itemIndex);
	const isSimple = booleanOf(session.context.getNodeParameter('simplify', itemIndex, true), 'Simplify', true);
	return [await workPackageItem(session, found, { itemIndex, isSimple })];
};
