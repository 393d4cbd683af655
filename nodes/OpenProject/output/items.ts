import type { INodeExecutionData } from 'n8n-workflow';
import { simplify, type Outcome, type WorkPackage } from '../../../src/openproject/workPackages';
import { itemOf } from '../../n8n/items';
import type { Session } from '../operations/operation';
import { refusal } from './refusal';

/** A work package as an item: simplified, or as OpenProject gave it; `more` comes first. */
export async function workPackageItem(session: Session, workPackage: WorkPackage, { itemIndex, isSimple, more = {} }: { readonly itemIndex: number; readonly isSimple: boolean; readonly more?: object }): Promise<INodeExecutionData> {
	if (!isSimple) return itemOf({ ...more, ...workPackage.json }, itemIndex);
	const names = await session.places.names.of(workPackage.projectId, workPackage.typeId);
	return itemOf({ ...more, ...simplify(workPackage, names, session.api.baseUrl) }, itemIndex);
}

/** What became of a single write: an item, or an error that says why not. */
export async function writtenItem(session: Session, outcome: Outcome, options: { readonly itemIndex: number; readonly isSimple: boolean }): Promise<INodeExecutionData> {
	if (outcome.outcome === 'failed' || outcome.outcome === 'unknown') throw refusal(session.context.getNode(), outcome.reason, options.itemIndex);
	const { workPackage, changedFields, heldOtherwise } = outcome;
	return await workPackageItem(session, workPackage, { ...options, more: { outcome: outcome.outcome, changedFields, ...(heldOtherwise === undefined ? {} : { heldOtherwise }) } });
}
