import type { INodeProperties } from 'n8n-workflow';
import { projectLocator } from '../../n8n/parameters/projectLocator';
import { schemaLocator, tableLocator } from '../../n8n/parameters/tableLocators';

/** The name under which everything about one sync is kept. */
export const pairName: INodeProperties = {
	displayName: 'Pair Name',
	name: 'pair',
	type: 'string',
	default: 'flrts',
	required: true,
	placeholder: 'e.g. flrts',
	description: 'Name of this sync of one table with one project. Use the same name in every node that belongs to it.',
};

export const schema = schemaLocator('Schema of the table to keep in step');

export const table = tableLocator('Table to keep in step. It needs a primary key, or Key Columns under Options.');

export const project = projectLocator({ required: true, description: 'OpenProject project to keep in step' });
