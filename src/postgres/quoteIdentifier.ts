import { ConfigurationError } from '../errors';

/** PostgreSQL cuts longer names off without a word (NAMEDATALEN - 1), so another object would be meant. */
const LONGEST_BYTES = 63;

/**
 * A name as an SQL identifier, exactly as it is spelled. The only way names get into SQL. Throws a ConfigurationError for
 * what cannot be a name: empty, longer than 63 bytes, or with a NUL character.
 */
export function quoteIdentifier(name: string): string {
	if (name === '') throw new ConfigurationError('An empty text was given where PostgreSQL needs a name.');
	if (name.includes('\0')) throw new ConfigurationError(`'${name.replaceAll('\0', '\\0')}' cannot be a name in PostgreSQL: it contains a NUL character.`);
	const bytes = Buffer.byteLength(name);
	if (bytes > LONGEST_BYTES) throw new ConfigurationError(`'${name}' cannot be a name in PostgreSQL: it has ${bytes} bytes, and names have at most ${LONGEST_BYTES}.`);
	return `"${name.replaceAll('"', '""')}"`;
}
