import type { WriteBackColumns } from '../../../src/run';
import { textOf, valuesOf } from '../../n8n/values';

/** The write-back columns: an absent option means the preset's, an empty name means not written. */
export function writeBackOf(value: unknown, fallback: WriteBackColumns): WriteBackColumns {
	const given = valuesOf(value)['columns'];
	if (given === undefined) return fallback;
	const columns = valuesOf(given);
	const named = (['remoteId', 'status', 'lastSync', 'lastError'] as const)
		.map((name) => [name, textOf(columns[name], `Write-Back Columns: ${name}`, '')] as const)
		.filter(([, column]) => column !== '');
	return Object.fromEntries(named);
}
