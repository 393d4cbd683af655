import { addComment } from '../../../src/openproject/workPackages';
import { itemOf } from '../../n8n/items';
import { optionsOf } from '../../n8n/parameters/collection';
import { notify } from '../../n8n/parameters/requestOptions';
import { simplify } from '../../n8n/parameters/simplify';
import { requiredText, valuesOf } from '../../n8n/values';
import { readSimplify } from '../input/simplify';
import { readWorkPackageId } from '../input/workPackageId';
import { refusal } from '../output/refusal';
import { workPackageLocator } from '../parameters/locators';
import { requestOptions, workers } from '../parameters/options';
import { shownFor } from '../parameters/shownFor';
import type { ItemOperation } from './operation';

export const description = shownFor(['workPackage'], ['addComment'], [
	workPackageLocator({ displayName: 'Work Package', name: 'workPackage', required: true, description: 'The work package to comment on' }),
	{ displayName: 'Comment', name: 'comment', type: 'string', typeOptions: { rows: 4 }, default: '', required: true, placeholder: 'e.g. The roof is **done**.', description: 'Text in Markdown' },
	simplify,
	optionsOf([notify, workers, ...requestOptions]),
]);

/** Adds a comment, once. */
export const execute: ItemOperation = async (session, itemIndex) => {
	const { context, api, writer } = session;
	const id = await readWorkPackageId(context, session.api, itemIndex);
	const text = requiredText(context.getNodeParameter('comment', itemIndex), 'Comment', 'Give the text of the comment.');
	const commented = await addComment(api, writer, { id, text });
	if (commented.status === 'not_done') throw refusal(context.getNode(), commented.reason, itemIndex);
	const { activity } = commented;
	if (!readSimplify(context, itemIndex)) return [itemOf(activity, itemIndex)];
	return [itemOf({ id: activity['id'], workPackageId: Number(id), comment: valuesOf(activity['comment'])['raw'], createdAt: activity['createdAt'] }, itemIndex)];
};
