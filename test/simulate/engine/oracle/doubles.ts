import type { WorkPackageView } from '../../../../sandbox/openproject';
import { isByEngine, PROVENANCE } from './chronicle';
import type { Chronicle } from './chronicle';
import type { Evidence } from './index';

/** E4: engines make no second work package for a row while one that they made lives, and no second row for a work package. */
export function doubles(chronicle: Chronicle, { rows, links }: Evidence, hiddenOnce: ReadonlySet<string>): readonly string[] {
	const found: string[] = [];
	const living = new Map<string, string>();
	for (const change of chronicle.changes) {
		if (change.side !== 'remote') continue;
		const key = keyOf(change.new ?? change.old);
		if (change.new === null) {
			for (const [row, id] of living) if (id === change.id) living.delete(row);
		} else if (change.old === null && isByEngine(change) && key !== null) {
			const other = living.get(key);
			// Out of sight for longer than a cadence is taken for deleted; where the row was edited since, a new one is right.
			if (other !== undefined && !hiddenOnce.has(other)) found.push(`E4 work packages ${other} and ${change.id} were both made for row ${key}`);
			living.set(key, change.id);
		}
	}
	const byRemote = new Map<number, string>();
	for (const row of rows) {
		if (row.remote === null) continue;
		const other = byRemote.get(row.remote);
		if (other !== undefined) found.push(`E4 rows ${other} and ${row.id} both stand for work package ${row.remote}`);
		byRemote.set(row.remote, row.id);
	}
	for (const side of ['localKey', 'remoteId'] as const) {
		const ids = links.filter((link) => link.state !== 'tombstone' && link[side] !== null).map((link) => link[side]);
		if (new Set(ids).size !== ids.length) found.push(`E4 two living links share a ${side}: ${ids.join(', ')}`);
	}
	return found;
}

function keyOf(record: unknown): string | null {
	const key = (record as WorkPackageView | null)?.customFields[PROVENANCE];
	return typeof key === 'string' && key !== '' ? key : null;
}
