import { noWorkPackage, readWorkPackage } from '../../../src/openproject/workPackages';
import { optionsOf } from '../../n8n/parameters/collection';
import { simplify } from '../../n8n/parameters/simplify';
import { readSimplify } from '../input/simplify';
import { readWorkPackageId } from '../input/workPackageId';
import { workPackageItem } from '../output/items';
import { refusal } from '../output/refusal';
import { workPackageLocator } from '../parameters/locators';
import { requestOptions, workers } from '../parameters/options';
import { shownFor } from '../parameters/shownFor';
import type { ItemOperation } from './operation';

export const description = shownFor(['workPackage'], ['get'], [
	workPackageLocator({ displayName: 'Work Package', name: 'workPackage', required: true, description: 'The work package to get' }),
	simplify,
	optionsOf([workers, ...requestOptions]),
]);

/** One work package. */
export const execute: ItemOperation = async (session, itemIndex) => {
	const id = await readWorkPackageId(session.context, session.api, itemIndex);
	const found = await readWorkPackage(session.api, id);
	if (found === null) throw refusal(session.context.getNode(), noWorkPackage(id), itemIndex);
	const isSimple = readSimplify(session.context, itemIndex);
	return [await workPackageItem(session, found, { itemIndex, isSimple })];
};
