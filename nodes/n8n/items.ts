import type { IDataObject, INodeExecutionData } from 'n8n-workflow';

/** An item of any JSON-safe object that points at the input item it came from. */
export function itemOf(json: object, itemIndex: number): INodeExecutionData {
	return { json: { ...json } as IDataObject, pairedItem: { item: itemIndex } };
}

/** A failed input item in the only form n8n's error output recognises: `error` and nothing else. */
export function errorItem(message: string, itemIndex: number): INodeExecutionData {
	return { json: { error: message }, pairedItem: { item: itemIndex } };
}
