import type { INodeProperties } from 'n8n-workflow';
import { byName, locator } from './locator';

/** A schema of the database by list, name. Default: public. Its list comes from searchSchemas. */
export const schemaLocator = (description: string): INodeProperties =>
	locator({ displayName: 'Schema', name: 'schema', description, search: 'searchSchemas', value: 'public', required: true, modes: [byName('e.g. public')] });

/** A table of the schema chosen beside it by list, name. Its list comes from searchTables. */
export const tableLocator = (description: string, placeholder = 'e.g. tasks'): INodeProperties =>
	locator({ displayName: 'Table', name: 'table', description, search: 'searchTables', required: true, modes: [byName(placeholder)] });
