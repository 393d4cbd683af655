import type { CustomField } from '../../customFields';
import { createWorkerPool } from '../../workerPool';
import type { WorkPackage } from '../workPackage';
import type { WorkPackageSource } from '../workPackageSource';
import { presentById } from './presentById';
import { presentByKey } from './presentByKey';

/** Work packages by key or id; several where copies hold the same key. */
export type Present = ReadonlyMap<string, readonly WorkPackage[]>;

/** Lists that are read at the same time, at most. */
const MOST_READERS = 3;

/** Reads what the source holds under the keys of items; by id where there is no field for them. */
export class PresentReader {
	/** Reads of the next items do not queue up behind the writes of these. */
	private readonly pool;

	constructor(
		private readonly source: WorkPackageSource,
		private readonly keyField: CustomField | null,
		workers: number,
	) {
		this.pool = createWorkerPool(Math.min(workers, MOST_READERS));
	}

	async read(keys: readonly string[]): Promise<Present> {
		if (this.keyField !== null) return await this.byKey(keys, this.pool);
		return new Map([...(await presentById(this.source, this.pool, keys))].map(([id, one]) => [id, [one]]));
	}

	/** Those that hold a key now, for one who holds a worker already and must not wait for another. */
	async readNow(key: string): Promise<readonly WorkPackage[]> {
		return (await this.byKey([key], createWorkerPool(1))).get(key) ?? [];
	}

	private async byKey(keys: readonly string[], pool: ReturnType<typeof createWorkerPool>): Promise<Present> {
		if (this.keyField === null) return new Map();
		return await presentByKey(this.source, pool, { property: this.keyField.key, keys });
	}
}
