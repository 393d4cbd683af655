import { compileMapping, type CompiledMapping } from '../mapping';
import type { Transaction } from '../postgres';
import type { Tables } from '../postgres/stores/tables';
import type { PairConfiguration } from '../run';

/** A pair's mapping, and which of its fields point to other records. */
export interface PairMapping {
	readonly compiled: CompiledMapping;
	readonly references: ReadonlySet<string>;
}

/** The mappings pairs were last run with, by pair ID. A configuration that does not compile (of an older package) is left out. */
export async function readMappings(tx: Transaction, tables: Tables, pairs: readonly string[]): Promise<ReadonlyMap<string, PairMapping>> {
	const rows = await tx.query<{ id: string; config: Pick<PairConfiguration, 'fields' | 'policies'> }>({ text: `select id, config from ${tables.pair} where id = any($1::bigint[])`, values: [[...new Set(pairs)]] });
	return new Map(rows.flatMap(({ id, config }) => {
		const mapping = mappingOf(config);
		return mapping === null ? [] : [[id, mapping] as const];
	}));
}

function mappingOf(config: Pick<PairConfiguration, 'fields' | 'policies'>): PairMapping | null {
	try {
		const compiled = compileMapping(config.fields, { policies: config.policies });
		return { compiled, references: new Set(config.fields.filter((field) => field.lens.kind === 'reference').map((field) => field.name)) };
	} catch {
		// The choice is then checked by the values alone, and the run says what is wrong with the configuration.
		return null;
	}
}
