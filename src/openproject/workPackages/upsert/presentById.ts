import { RemoteAnswerError } from '../../../errors';
import { everyStatus } from '../../filters';
import type { WorkerPool } from '../../workerPool';
import type { WorkPackage } from '../workPackage';
import { readShortList } from '../workPackageSource';
import type { WorkPackageSource } from '../workPackageSource';

const MOST_IDS = 100;

/**
 * Work packages by id. OpenProject refuses a whole list of ids for a single one that is gone or not visible, so a
 * refused list is halved until the ids that are missing stand alone.
 */
export async function presentById(source: WorkPackageSource, pool: WorkerPool, ids: readonly string[]): Promise<ReadonlyMap<string, WorkPackage>> {
	const read = async (some: readonly string[]): Promise<readonly WorkPackage[]> => {
		const list = await pool.run(async () => await readSome(source, some));
		if (list !== null) return list;
		const middle = Math.ceil(some.length / 2);
		return (await Promise.all([read(some.slice(0, middle)), read(some.slice(middle))])).flat();
	};
	const batches = Array.from({ length: Math.ceil(ids.length / MOST_IDS) }, (_, index) => ids.slice(index * MOST_IDS, (index + 1) * MOST_IDS));
	const wanted = new Set(ids);
	const found = (await Promise.all(batches.map(read))).flat().filter((one) => wanted.has(one.id));
	return new Map(found.map((one) => [one.id, one]));
}

/** Null where OpenProject refuses the list. */
async function readSome(source: WorkPackageSource, ids: readonly string[]): Promise<readonly WorkPackage[] | null> {
	if (ids.length === 1) {
		const one = await source.read(ids[0] as string);
		return one === null ? [] : [one];
	}
	try {
		return await readShortList(source, [{ name: 'id', operator: '=', values: ids }, everyStatus], MOST_IDS);
	} catch (error) {
		if (error instanceof RemoteAnswerError && error.data['httpStatus'] === 400) return null;
		throw error;
	}
}
