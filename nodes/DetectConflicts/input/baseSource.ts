import type { IExecuteFunctions } from 'n8n-workflow';
import { wordOf } from '../../n8n/values';

/** Where Base comes from: the third input, a table, the links of a Batch Sync pair, or nowhere. */
export type BaseSource = 'input' | 'table' | 'pair' | 'none';

/** The choice under Base and Link Table. */
export function readBaseSource(context: IExecuteFunctions): BaseSource {
	const source = wordOf(context.getNodeParameter('baseSource', 0), 'Base', ['input', 'linkTable', 'none'] as const);
	return source === 'linkTable' ? wordOf(context.getNodeParameter('linkTable', 0), 'Link Table', ['pair', 'table'] as const) : source;
}
