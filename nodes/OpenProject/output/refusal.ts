import { NodeOperationError, type INode } from 'n8n-workflow';

/** The error for one item whose write did not happen. n8n swaps messages that mention a system code for a general one; the reason is put back. */
export function refusal(node: INode, reason: string, itemIndex: number): NodeOperationError {
	const error = new NodeOperationError(node, reason, { itemIndex });
	error.message = reason;
	return error;
}
