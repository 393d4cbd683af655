import type { IExecuteFunctions } from 'n8n-workflow';
import { booleanOf } from '../../n8n/values';

/** Whether items are flat and by name, or OpenProject's own JSON. */
export function readSimplify(context: IExecuteFunctions, itemIndex: number): boolean {
	return booleanOf(context.getNodeParameter('simplify', itemIndex, true), 'Simplify', true);
}
