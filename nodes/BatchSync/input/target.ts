import type { IExecuteFunctions } from 'n8n-workflow';
import { InputError } from '../../n8n/InputError';
import { packageSchemaOf } from '../../n8n/packageSchema';
import { requiredText, valuesOf } from '../../n8n/values';

/** PostgreSQL cuts identifiers after this many bytes, silently. */
const LONGEST_IDENTIFIER_BYTES = 63;
const LONGEST_PAIR_NAME = 100;

/** Which pair, and the schema where everything about it is kept. */
export function readTarget(context: IExecuteFunctions, itemIndex: number): { readonly pair: string; readonly schema: string } {
	const pair = requiredText(context.getNodeParameter('pair', itemIndex), 'Pair Name', 'Give the sync a name, e.g. flrts.');
	if (pair.length > LONGEST_PAIR_NAME) throw new InputError('Pair Name', pair, `Give at most ${LONGEST_PAIR_NAME} characters.`);
	const options = valuesOf(context.getNodeParameter('options', itemIndex, {}));
	return { pair, schema: identifierOf(packageSchemaOf(options), 'Package Schema') };
}

/** A name PostgreSQL can hold without cutting it. */
export function identifierOf(name: string, parameter: string): string {
	if (name.includes('\0') || Buffer.byteLength(name, 'utf8') > LONGEST_IDENTIFIER_BYTES) {
		throw new InputError(parameter, name, `Give a name of at most ${LONGEST_IDENTIFIER_BYTES} bytes.`);
	}
	return name;
}
