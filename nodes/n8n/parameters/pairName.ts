import type { INodeProperties } from 'n8n-workflow';

/** The name under which everything about one sync is kept. */
export function pairName(description: string): INodeProperties {
	return { displayName: 'Pair Name', name: 'pair', type: 'string', default: 'flrts', required: true, placeholder: 'e.g. flrts', description };
}
