import type { INodeProperties } from 'n8n-workflow';

const nameOf = (description: string, required = false): INodeProperties => ({
	displayName: 'Name', name: 'name', type: 'string', default: '', placeholder: 'e.g. flrts', description, ...(required ? { required } : {}),
});

export const anyName = nameOf('Pair Name of a sync, or the name runs were recorded under; all of them where it is empty');

export const pairOrName = nameOf('Pair Name of a sync, or the name runs were recorded under; every pair where it is empty, one item each');

export const oneName = nameOf('Pair Name of a sync, or the name runs were recorded under', true);

export const ownName = nameOf('Name to keep the runs of this workflow under. No pair of Batch Sync may have it.', true);
