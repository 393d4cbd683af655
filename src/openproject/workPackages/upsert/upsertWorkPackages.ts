import { BatchSyncError, ConfigurationError } from '../../../errors';
import type { OpenProjectApi } from '../../api';
import type { CustomField } from '../../customFields';
import { findProject } from '../../findProject';
import type { Project } from '../../findProject';
import { createWorkerPool } from '../../workerPool';
import type { WorkerPool } from '../../workerPool';
import { createWorkPackage } from '../createWorkPackage';
import type { CreateKey } from '../createWorkPackage';
import { failure, outage } from '../outcome';
import type { Outcome } from '../outcome';
import { Places } from '../places';
import { updateWorkPackage } from '../updateWorkPackage';
import type { WorkPackage } from '../workPackage';
import { WorkPackageSource } from '../workPackageSource';
import { WorkPackageWriter } from '../workPackageWriter';
import { checkItems } from './checkItems';
import type { CheckedItems } from './checkItems';
import { findKeyField } from './keyField';
import { keyTextOf, severalHold, withoutKey } from './keys';
import { parentByKey } from './parentByKey';
import { OutageSwitch } from './outageSwitch';
import { presentById } from './presentById';
import { presentByKey } from './presentByKey';
import { reportOf } from './report';
import type { UpsertItem, UpsertReport, UpsertRequest } from './types';

/** Work packages by key or id. */
type Present = ReadonlyMap<string, readonly WorkPackage[]>;

/** Items read and written together, while the next ones are read; their work packages are held only so long. */
const CHUNK = 500;

/**
 * Creates or updates a work package for every item, in the order of the items, whatever becomes of each. Sends only
 * fields that differ, and nothing for items that are equal already. Parents among the items are written first.
 *
 * @throws ConfigurationError for a project or custom field that is not there; what reading throws, where nothing was written yet.
 */
export async function upsertWorkPackages(api: OpenProjectApi, request: UpsertRequest): Promise<readonly UpsertReport[]> {
	if (request.items.length === 0) return [];
	const places = new Places(api);
	const project = request.project === null ? null : await findProject(api, request.project);
	const keyField = request.match.by === 'customField' ? await findKeyField(places, required(project), request.match.field) : null;
	return await new Upsert(places, request, project, keyField).run();
}

class Upsert {
	private readonly pool: WorkerPool;
	/** Reads of the next items do not queue up behind the writes of these. */
	private readonly readers: WorkerPool;
	private readonly source: WorkPackageSource;
	private readonly writer: WorkPackageWriter;
	private readonly checked: CheckedItems;
	private readonly outages = new OutageSwitch();
	private readonly reports = new Map<number, Promise<UpsertReport>>();

	constructor(
		private readonly places: Places,
		private readonly request: UpsertRequest,
		private readonly project: Project | null,
		private readonly keyField: CustomField | null,
	) {
		const { match, workers, notify, items } = request;
		this.pool = createWorkerPool(workers);
		this.readers = createWorkerPool(Math.min(workers, 3));
		this.source = new WorkPackageSource(places.api, { filters: [], pageSize: CHUNK, onList: (list) => places.names.learn(list) });
		this.writer = new WorkPackageWriter(places, { notify });
		this.checked = checkItems(items, { by: match.by, createWithoutId: match.by === 'id' && match.createWithoutId, isWholeNumber: keyField?.type === 'Integer' });
	}

	async run(): Promise<readonly UpsertReport[]> {
		const { order } = this.checked;
		const chunks = Array.from({ length: Math.ceil(order.length / CHUNK) }, (_, index) => order.slice(index * CHUNK, (index + 1) * CHUNK));
		let reading = this.readPresent(chunks[0] ?? []);
		for (const [index, chunk] of chunks.entries()) {
			// What was written before is to be told, so from the second chunk on a failing read is those items' failure.
			const present = await reading.catch((error: unknown) => (index > 0 && error instanceof BatchSyncError ? error : Promise.reject(error)));
			reading = this.readPresent(chunks[index + 1] ?? []);
			reading.catch(() => undefined);
			for (const position of chunk) this.reports.set(position, this.perform(position, present).then((outcome) => reportOf(outcome, this.checked.keys[position] ?? null)));
			await Promise.all(chunk.map(async (position) => await this.reports.get(position)));
		}
		return await Promise.all(this.request.items.map(async (_item, position) => (await this.reports.get(position)) as UpsertReport));
	}

	/** By key; also of parents that are not among the items. */
	private async readPresent(chunk: readonly number[]): Promise<Present> {
		const { keys, verdicts } = this.checked;
		const own = chunk.flatMap((position) => (verdicts.has(position) ? [] : (keys[position] ?? [])));
		if (this.keyField === null) return new Map([...(await presentById(this.source, this.readers, own))].map(([id, one]) => [id, [one]]));
		const outside = chunk.flatMap((position) => (this.checked.parents[position] === null ? (keyTextOf(this.request.items[position]?.parentKey) ?? []) : []));
		return await this.readKeys([...new Set([...own, ...outside])]);
	}

	private async readKeys(keys: readonly string[]): Promise<Present> {
		return await presentByKey(this.source, this.readers, { projectId: required(this.project).id, property: (this.keyField as CustomField).key, keys });
	}

	private async perform(position: number, present: Present | BatchSyncError): Promise<Outcome> {
		const refused = this.checked.verdicts.get(position);
		if (refused !== undefined) return refused;
		if (present instanceof BatchSyncError) return outage(`Not tried, since OpenProject could not be asked for it: ${present.message}`);
		const item = this.request.items[position] as UpsertItem;
		const above = this.checked.parents[position] ?? null;
		// The item it is to be below, where that is one of them, is written first.
		const report = above === null ? null : ((await this.reports.get(above)) as UpsertReport);
		const parent = this.keyField === null ? ({ status: 'untouched' } as const) : parentByKey(item, report, present);
		if (parent.status === 'refused') return failure(parent.message);
		const fields = withoutKey(parent.status === 'given' ? new Map([...item.fields, ['parent', parent.id]]) : item.fields, this.keyField);
		return await this.pool.run(async () => {
			if (this.request.isCancelled?.() === true) return failure('Not tried: the execution was cancelled.');
			return this.outages.verdict ?? this.outages.note(await this.write({ ...item, fields }, this.checked.keys[position] ?? null, present));
		});
	}

	/** One item; a look-up that fails is that item's failure. */
	private async write(item: UpsertItem, key: string | null, present: Present): Promise<Outcome> {
		try {
			const found = key === null ? [] : (present.get(key) ?? []);
			if (found.length > 1) return failure(severalHold(key as string, found));
			if (found[0] !== undefined) return await updateWorkPackage(this.places, this.writer, { present: found[0], fields: item.fields, hints: item.hints });
			if (this.keyField === null && key !== null) return failure(`There is no work package ${key} that the API user can see.`);
			return await this.create(item, key);
		} catch (error) {
			if (error instanceof ConfigurationError) return failure(error.message);
			if (error instanceof BatchSyncError) return outage(error.message);
			throw error;
		}
	}

	private async create(item: UpsertItem, key: string | null): Promise<Outcome> {
		const { requestDeadlineMs } = this.request;
		return await createWorkPackage(this.places, this.writer, { project: required(this.project), fields: item.fields, hints: item.hints, key: this.createKey(key), requestDeadlineMs });
	}

	private createKey(key: string | null): CreateKey | null {
		const { keyField } = this;
		if (key === null || keyField === null) return null;
		// Not through the pool: the one who asks holds a worker already.
		const find = async (): Promise<readonly WorkPackage[]> => (await presentByKey(this.source, createWorkerPool(1), { projectId: required(this.project).id, property: keyField.key, keys: [key] })).get(key) ?? [];
		return { property: keyField.key, value: key, isWholeNumber: keyField.type === 'Integer', find };
	}
}

function required(project: Project | null): Project {
	if (project === null) throw new ConfigurationError('No OpenProject project is given. Give the id, identifier or name of the one work packages are created in.');
	return project;
}
