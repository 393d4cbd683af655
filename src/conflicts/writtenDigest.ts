import { createHash } from 'node:crypto';
import { canonicalJson, type Json } from '../record';

/** Grows to one text over what is about to be written: different for another conflict, another state of one, or another value. */
export interface WrittenDigest {
	add(conflict: { readonly id: string; readonly version: string }, value: Json): void;
	text(): string;
}

export function writtenDigest(): WrittenDigest {
	const hash = createHash('sha256');
	return {
		add: ({ id, version }, value) => {
			hash.update(`${canonicalJson([id, version, value])}\n`);
		},
		text: () => hash.copy().digest('hex').slice(0, 16),
	};
}
