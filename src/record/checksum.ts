import { createHash } from 'node:crypto';
import { canonicalJson } from './canonicalJson';
import type { JsonObject } from './types';

/** SHA-256 over the canonical JSON of a record in UTF-8: 32 bytes. Throws what `canonicalJson` throws. */
export function checksum(record: JsonObject): Buffer {
	return createHash('sha256').update(canonicalJson(record), 'utf8').digest();
}
