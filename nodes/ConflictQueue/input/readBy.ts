import type { IExecuteFunctions } from 'n8n-workflow';
import { textOf, type Values } from '../../n8n/values';

/** The name a decision is kept under; the workflow's unless one is given. */
export function readBy(context: IExecuteFunctions, options: Values): string {
	const { id, name } = context.getWorkflow();
	const workflow = name === undefined || name === '' ? (id ?? 'unsaved') : name;
	return textOf(options['by'], 'Decided By', `n8n workflow '${workflow}'`);
}
