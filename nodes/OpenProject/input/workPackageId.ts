import type { IExecuteFunctions } from 'n8n-workflow';
import type { OpenProjectApi } from '../../../src/openproject';
import { noWorkPackage, numericId, shownIdIn } from '../../../src/openproject/workPackages';
import { InputError } from '../../n8n/InputError';
import { refusal } from '../output/refusal';
import { requiredLocated } from './located';

const EXPECTED = 'Give the ID of a work package, e.g. 1528, or its address in OpenProject.';

/** The number of the work package an operation is about, as text; what stands for the number is asked for. */
export async function readWorkPackageId(context: IExecuteFunctions, api: OpenProjectApi, itemIndex: number): Promise<string> {
	const given = requiredLocated(context.getNodeParameter('workPackage', itemIndex), 'Work Package', 'work_packages', EXPECTED);
	const shown = shownIdIn(given);
	if (shown === null) throw new InputError('Work Package', given, EXPECTED);
	const id = await numericId(api, shown);
	if (id === null) throw refusal(context.getNode(), noWorkPackage(shown), itemIndex);
	return id;
}
