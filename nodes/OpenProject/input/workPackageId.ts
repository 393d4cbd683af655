import type { IExecuteFunctions } from 'n8n-workflow';
import { InputError } from '../../n8n/InputError';
import { requiredLocated } from './located';

/** The id of the work package an operation is about, as text. */
export function readWorkPackageId(context: IExecuteFunctions, itemIndex: number): string {
	const id = requiredLocated(context.getNodeParameter('workPackage', itemIndex), 'Work Package', 'work_packages', 'Give the ID of a work package, e.g. 1528.');
	if (!/^[1-9]\d{0,15}$/.test(id)) throw new InputError('Work Package', id, 'Give the ID of a work package, e.g. 1528.');
	return id;
}
