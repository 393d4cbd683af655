import { addComment } from '../../../src/openproject/workPackages';
import { itemOf } from '../../n8n/items';
import { booleanOf, requiredText, valuesOf } from '../../n8n/values';
import { readWorkPackageId } from '../input/workPackageId';
import { refusal } from '../output';
import { workPackageLocator } from '../parameters/locators';
import { notify, requestOptions, simplifyOutput, workers } from '../parameters/options';
import { collectionOf, shownFor } from '../parameters/shownFor';
import type { ItemOperation } from './operation';

export const description = shownFor(['workPackage'], ['addComment'], [
	workPackageLocator({ displayName: 'Work Package', name: 'workPackage', required: true, description: 'The work package to comment on' }),
	{ displayName: 'Comment', name: 'comment', type: 'string', typeOptions: { rows: 4 }, default: '', required: true, placeholder: 'e.g. The roof is **done**.', description: 'Text in Markdown' },
	simplifyOutput,
	collectionOf('Options', 'options', 'Add Option', [notify, workers, ...requestOptions]),
]);

/** Adds a comment, once. */
export const execute: ItemOperation = async (session, itemIndex) => {
	const { context, api, writer } = session;
	const id = readWorkPackageId(context, itemIndex);
	const text = requiredText(context.getNodeParameter('comment', itemIndex), 'Comment', 'Give the text of the comment.');
	const commented = await addComment(api, writer, { id, text });
	if (commented.status === 'not_done') throw refusal(context.getNode(), commented.reason, itemIndex);
	const { activity } = commented;
	if (!booleanOf(context.getNodeParameter('simplify', itemIndex, true), 'Simplify', true)) return [itemOf(activity, itemIndex)];
	return [itemOf({ id: activity['id'], workPackageId: Number(id), comment: valuesOf(activity['comment'])['raw'], createdAt: activity['createdAt'] }, itemIndex)];
};
