import { checksum, valueAt, withoutNames } from '../../record';
import type { JsonObject, Side } from '../../record';
import type { Authority } from '../types';
import type { RecordRules, RecordSides } from './types';

/**
 * What the authority knows of a record; undefined where it knows nothing. A record checksum is SHA-256 in hex over the canonical JSON of the
 * record without the fields left out of the merge.
 */
export function authorityOf({ authority, local, remote }: RecordSides, rules: RecordRules): Authority | undefined {
	if (authority === null || authority === undefined) return undefined;
	const held = textIn(authority, rules.recordChecksumField);
	const hasIt = (record: JsonObject | null): boolean => record !== null && checksum(withoutNames(record, [...rules.ignored])).toString('hex') === held?.toLowerCase();
	const side = (): Side | null => (hasIt(local) ? 'local' : hasIt(remote) ? 'remote' : null);
	return {
		recordSide: held === undefined ? undefined : side(),
		fieldOf: (field) => valueAt(authority, field),
		checksumOf: (field) => (rules.fieldChecksumSuffix === null ? undefined : textIn(authority, `${field}${rules.fieldChecksumSuffix}`)),
	};
}

function textIn(record: JsonObject, field: string | null): string | undefined {
	const value = field === null ? undefined : valueAt(record, field);
	return typeof value === 'string' ? value : undefined;
}
