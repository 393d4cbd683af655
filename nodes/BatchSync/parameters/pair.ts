import { pairName } from '../../n8n/parameters/pairName';
import { projectLocator } from '../../n8n/parameters/projectLocator';
import { schemaLocator, tableLocator } from '../../n8n/parameters/tableLocators';

export const pair = pairName('Name of this sync of one table with one project. Use the same name in every node that belongs to it.');

export const schema = schemaLocator('Schema of the table to keep in step');

export const table = tableLocator('Table to keep in step. It needs a primary key, or Key Columns under Options.');

export const project = projectLocator({ required: true, description: 'OpenProject project to keep in step' });
