import { NodeOperationError, type INode } from 'n8n-workflow';
import { BatchSyncError, ConfigurationError, DatabaseError, LeaseLostError, RemoteAnswerError, RemoteRefusedError, RemoteUnavailableError } from '../../src/errors';

/**
 * The one way from anything thrown to an error of n8n's: the engine's sentence as message, what to do next as
 * description. n8n swaps messages that mention a system code (ECONNREFUSED) for a general one; the engine's
 * own is more exact, so it is put back.
 */
export function toNodeError(node: INode, thrown: unknown, itemIndex: number): NodeOperationError {
	if (thrown instanceof NodeOperationError) return thrown;
	const error = thrown instanceof Error ? thrown : new Error(String(thrown));
	const advice = adviceFor(error);
	const nodeError = new NodeOperationError(node, error, { itemIndex, ...(advice === undefined ? {} : { description: advice }) });
	nodeError.message = error.message;
	if (error instanceof BatchSyncError) nodeError.context['code'] = error.code;
	return nodeError;
}

function adviceFor(error: Error): string | undefined {
	if (error instanceof LeaseLostError) return 'Look at the newest run of the pair with Get Run.';
	if (error instanceof DatabaseError) return `Check the PostgreSQL credential and its rights${error.sqlState === null ? '' : ` (PostgreSQL code ${error.sqlState})`}. Nothing half-done is left: the next run goes on.`;
	if (error instanceof RemoteRefusedError) return 'Check the OpenProject credential, and that its user is a member of the project who may view and edit work packages.';
	if (error instanceof RemoteAnswerError) return 'Check the base URL in the OpenProject credential, and any proxy or login page in front of it.';
	if (error instanceof RemoteUnavailableError) return 'OpenProject did not answer in time. Nothing is lost: the next run goes on where this one stopped.';
	if (error instanceof ConfigurationError) return 'Nothing was written. Change the node or the systems it names, then run it again.';
	return undefined;
}
