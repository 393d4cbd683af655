import type { ICredentialsDecrypted, ICredentialTestFunctions, INodeCredentialTestResult } from 'n8n-workflow';

const SHORTEST = 16;

/** Whether a secret is worth having. There is nothing to ask: OpenProject shows no webhook's secret to anybody. */
export async function checkSecret(this: ICredentialTestFunctions, credential: ICredentialsDecrypted): Promise<INodeCredentialTestResult> {
	const secret = credential.data?.['secret'];
	if (typeof secret !== 'string' || secret === '') return { status: 'Error', message: 'The secret is empty: without one nobody can tell who sent an event.' };
	if (secret !== secret.trim()) return { status: 'Error', message: 'The secret begins or ends with white space. Take it away here and in OpenProject, where it is easily lost.' };
	if (secret.length < SHORTEST) return { status: 'Error', message: `The secret has ${secret.length} characters. Give at least ${SHORTEST}, chosen by chance.` };
	return { status: 'OK', message: 'Long enough. Whether it is the one in OpenProject shows with the first event.' };
}
