import { BatchSyncError } from '../../../errors';
import type { WorkerPool } from '../../workerPool';
import { failure } from '../outcome';
import type { Outcome } from '../outcome';
import type { Places } from '../places';
import { updateWorkPackage } from '../updateWorkPackage';
import { WorkPackageSource } from '../workPackageSource';
import type { WorkPackageWriter } from '../workPackageWriter';
import { presentById } from './presentById';
import { reportOf } from './report';
import type { UpsertItem, UpsertReport } from './types';

/** Work packages read with one request. */
const PAGE_SIZE = 100;

export interface FamilyWriter {
	readonly places: Places;
	readonly writer: WorkPackageWriter;
	readonly items: readonly UpsertItem[];
	/** Position of the item each is below; null where that is none of them. */
	readonly parents: readonly (number | null)[];
	readonly pool: WorkerPool;
}

/**
 * Looks once more at the items below which something was made or moved, and gives those back their dates that took others: a first
 * child makes a work package that was scheduled manually take its dates from its children, whatever it was told before. One list for each 100.
 */
export async function keepParentDates(family: FamilyWriter, reports: readonly UpsertReport[]): Promise<readonly UpsertReport[]> {
	const { places, items, parents, pool } = family;
	const isWritten = ({ outcome }: UpsertReport): boolean => outcome === 'created' || outcome === 'updated';
	const above = new Set(parents.filter((parent, position) => parent !== null && isWritten(reports[position] as UpsertReport)));
	const positions = [...above].filter((position): position is number => position !== null && (reports[position] as UpsertReport).id !== null && datesOf(items[position] as UpsertItem).size > 0);
	if (positions.length === 0) return reports;
	const source = new WorkPackageSource(places.api, { projectId: null, filters: [], pageSize: PAGE_SIZE });
	const ids = positions.map((position) => String((reports[position] as UpsertReport).id));
	const present = await presentById(source, pool, ids).catch((error: unknown) => {
		if (error instanceof BatchSyncError) return error;
		throw error;
	});
	const settled = new Map(await Promise.all(positions.map(async (position) => [position, await settle(position, reports[position] as UpsertReport)] as const)));
	return reports.map((report, position) => settled.get(position) ?? report);

	async function settle(position: number, report: UpsertReport): Promise<UpsertReport> {
		const found = present instanceof BatchSyncError ? present : present.get(String(report.id));
		const outcome = found instanceof BatchSyncError ? failure(found.message) : found === undefined ? failure('It was deleted or hidden meanwhile.') : await pool.run(async () => await datesBack(family, items[position] as UpsertItem, found));
		if (outcome.outcome === 'failed' || outcome.outcome === 'unknown') return { ...report, outcome: 'unknown', reason: `It was written, but whether it keeps its dates now that something was made below it is not known: ${outcome.reason}` };
		if (outcome.outcome === 'unchanged') return report;
		const { lockVersion, heldOtherwise } = reportOf(outcome, report.key);
		return { ...report, outcome: report.outcome === 'unchanged' ? 'updated' : report.outcome, lockVersion, changedFields: [...new Set([...report.changedFields, ...outcome.changedFields])], ...(heldOtherwise === undefined ? {} : { heldOtherwise }) };
	}
}

async function datesBack({ places, writer }: FamilyWriter, item: UpsertItem, present: Parameters<typeof updateWorkPackage>[2]['present']): Promise<Outcome> {
	try {
		return await updateWorkPackage(places, writer, { present, fields: datesOf(item) });
	} catch (error) {
		if (error instanceof BatchSyncError) return failure(error.message);
		throw error;
	}
}

/** What an item says of its dates: one that is to be scheduled automatically has none to keep. */
function datesOf({ fields }: UpsertItem): ReadonlyMap<string, unknown> {
	if (fields.get('scheduleManually') === false) return new Map();
	return new Map([...fields].filter(([name]) => name === 'startDate' || name === 'dueDate'));
}
