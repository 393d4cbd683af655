import { countOf, judged } from '../judge';
import type { HealthCheck, HealthThresholds } from '../types';

/** Differences below this are the edits of the last minutes. */
const LEAST_DIFFERENCE = 25;

export interface Counts {
	/** Rows of the table in scope; null: cannot be told. */
	readonly rows: number | null;
	/** Work packages in scope; null: OpenProject was not asked. */
	readonly packages: number | null;
	readonly linkedRows: number;
	readonly linkedPackages: number;
	readonly direction: 'both' | 'to_remote' | 'to_local';
}

/** Whether as many records are linked as there are; a side whose new records do not travel is not judged. */
export function judgeCounts({ rows, packages, linkedRows, linkedPackages, direction }: Counts, { countPercent }: HealthThresholds): HealthCheck {
	const sides = [
		{ there: direction === 'to_local' ? null : rows, linked: linkedRows, what: ['row', 'of the table'] as const },
		{ there: direction === 'to_remote' ? null : packages, linked: linkedPackages, what: ['work package', 'of the project'] as const },
	];
	const compared = sides.flatMap(({ there, linked, what }) => (there === null ? [] : [{ there, linked, what, difference: Math.abs(there - linked), allowed: Math.max(LEAST_DIFFERENCE, Math.ceil((Math.max(there, linked) * countPercent) / 100)) }]));
	const [worst] = [...compared].sort((a, b) => b.difference / b.allowed - a.difference / a.allowed);
	if (worst === undefined) return judged('counts', 'unknown', { finding: 'The records could not be counted on a side whose new records are synced.' });
	const finding = compared.map(({ there, linked, what }) => `${countOf(there, what[0])} ${what[1]} in scope, ${linked} linked`).join('; ');
	const isOff = worst.difference > worst.allowed;
	return judged('counts', isOff ? 'warning' : 'ok', { finding: `${finding}.`, value: worst.difference, threshold: worst.allowed, whatToDo: isOff ? 'Run a sync in mode Full Sync. If the difference stays, its failures and remarks say why records are not paired.' : null });
}
