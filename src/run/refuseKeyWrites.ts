import { ConfigurationError } from '../errors';
import type { CompiledMapping } from '../mapping';
import type { PairConfiguration } from './types';

/**
 * A sync that writes to a key column makes another row of the row it writes to. Columns it only reads may be part of the key: of a pair
 * that is synced to OpenProject only, or of fields that the table owns.
 */
export function refuseKeyWrites(configuration: PairConfiguration, mapping: CompiledMapping, key: readonly string[], table: string): void {
	for (const column of Object.values(configuration.writeBack)) {
		if (column !== undefined && key.includes(column)) throw new ConfigurationError(`Column '${column}' is part of the key and cannot be written back to. Choose another column.`);
	}
	if (configuration.direction === 'to_remote') return;
	for (const field of mapping.fields) {
		const column = field.owner === 'local' ? undefined : field.local.find((name) => key.includes(name));
		if (column === undefined) continue;
		throw new ConfigurationError(
			`Field '${field.name}' maps column '${column}', which is part of the key of ${table} (${key.join(', ')}): an edit in OpenProject would give the row another key, and it would be taken for another record. Remove the field, set its Owner to PostgreSQL (then the column is only read), or name other Key Columns.`,
			{ data: { table, column } },
		);
	}
	const { local } = configuration.deletePolicy;
	if (local.effect === 'status' && key.includes(local.column)) throw new ConfigurationError(`The delete policy sets column '${local.column}', which is part of the key of ${table}. Choose another column.`, { data: { table, column: local.column } });
}
