import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { itemOf } from '../../n8n/items';
import { textOf, valuesOf, wordOf } from '../../n8n/values';

export interface TextResult {
	readonly text: string;
	/** What an endpoint that answers it has to send as Content-Type. */
	readonly contentType: string;
	readonly fileName: string;
	/** What the item says besides. */
	readonly facts?: IDataObject;
}

/** Text as a binary file or in the item, as the node's parameters say. */
export async function textItem(context: IExecuteFunctions, itemIndex: number, { text, contentType, fileName, facts = {} }: TextResult): Promise<INodeExecutionData> {
	const options = valuesOf(context.getNodeParameter('options', itemIndex, {}));
	if (wordOf(context.getNodeParameter('output', itemIndex), 'Output As', ['file', 'text'] as const) === 'text') return itemOf({ ...facts, contentType, text }, itemIndex);
	const name = textOf(options['fileName'], 'File Name', fileName);
	const field = textOf(options['binaryField'], 'Binary Field', 'data');
	const file = await context.helpers.prepareBinaryData(Buffer.from(text, 'utf8'), name, contentType.split(';')[0]);
	return { ...itemOf({ ...facts, contentType, fileName: name }, itemIndex), binary: { [field]: file } };
}
