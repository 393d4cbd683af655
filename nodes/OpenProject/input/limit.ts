import type { IExecuteFunctions } from 'n8n-workflow';
import { booleanOf, numberOf } from '../../n8n/values';

/** How many results are wanted at most; null for all of them. */
export function readLimit(context: IExecuteFunctions, itemIndex: number): number | null {
	if (booleanOf(context.getNodeParameter('returnAll', itemIndex), 'Return All', false)) return null;
	return numberOf(context.getNodeParameter('limit', itemIndex), 'Limit', { min: 1, max: Number.MAX_SAFE_INTEGER, fallback: 50, whole: true });
}
