import type { INodeProperties } from 'n8n-workflow';

/** Whether text comes as a file or in the item; read by `textItem`. */
export const outputAs = (standard: 'file' | 'text'): INodeProperties => ({
	displayName: 'Output As', name: 'output', type: 'options', default: standard, description: 'Whether the result is a binary file, as mail and file nodes take it, or text in the item, as Respond to Webhook takes it',
	options: [{ name: 'File', value: 'file' }, { name: 'Text', value: 'text' }],
});

export const fileOptions = (fileName: string): readonly INodeProperties[] => [
	{ displayName: 'Binary Field', name: 'binaryField', type: 'string', default: 'data', placeholder: 'e.g. data', description: 'Name of the binary field for the file' },
	{ displayName: 'File Name', name: 'fileName', type: 'string', default: fileName, placeholder: `e.g. ${fileName}`, description: 'Name of the file' },
];
