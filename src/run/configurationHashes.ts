import { checksum } from '../record';
import type { AdoptedHashes, PairFacts } from '../postgres/stores/pairStore';

/** `config`: everything that decides a plan. `shape`: scope and mapping alone, what before-images are about. */
export interface ConfigurationHashes {
	readonly config: string;
	readonly shape: string;
}

/** Hashes of a configuration. */
export function hashesOf(facts: Pick<PairFacts, 'scopeHash' | 'mappingHashes'> & { readonly policyHash: string | null }): ConfigurationHashes {
	const hash = (value: Parameters<typeof checksum>[0]): string => checksum(value).toString('hex');
	return {
		config: hash({ scope: facts.scopeHash, mapping: { ...facts.mappingHashes }, policy: facts.policyHash }),
		shape: hash({ scope: facts.scopeHash, mapping: { ...facts.mappingHashes } }),
	};
}

/** Hashes of the configuration a pair was last run with. */
export function adoptedHashesOf(pair: AdoptedHashes): ConfigurationHashes {
	return hashesOf({ scopeHash: pair.scope_hash, mappingHashes: pair.mapping_hashes, policyHash: pair.policy_hash });
}
