import { BatchSyncError } from '../../../errors';
import { checkIsFilter } from '../../customFieldFilter';
import type { CustomField } from '../../customFields';
import type { Project } from '../../findProject';
import { createWorkerPool } from '../../workerPool';
import type { WorkerPool } from '../../workerPool';
import { failure, outage } from '../outcome';
import type { Outcome } from '../outcome';
import type { Places } from '../places';
import { resolveFields } from '../resolveFields';
import { WorkPackageSource } from '../workPackageSource';
import { WorkPackageWriter } from '../workPackageWriter';
import { checkItems } from './checkItems';
import type { CheckedItems } from './checkItems';
import { findKeyField } from './keyField';
import { ItemWriter } from './itemWriter';
import { keepParentDates } from './keepParentDates';
import { keyTextOf, withoutKey } from './keys';
import { parentByKey } from './parentByKey';
import { OutageSwitch } from './outageSwitch';
import { PresentReader } from './presentReader';
import type { Present } from './presentReader';
import { reportOf } from './report';
import { required } from './required';
import type { UpsertItem, UpsertReport, UpsertRequest } from './types';

/** Items whose work packages are read together, and how many such batches are read or written at the same time: so many work packages are held. */
const BATCH = 100;
const OPEN_BATCHES = 6;

/**
 * Creates or updates a work package for every item, in the order of the items, whatever becomes of each. Sends only
 * fields that differ, and nothing for items that are equal already. Parents among the items are written first.
 *
 * @throws ConfigurationError for a project or custom field that is not there; what reading throws, where nothing was written yet.
 */
export async function upsertWorkPackages(places: Places, request: UpsertRequest): Promise<readonly UpsertReport[]> {
	if (request.items.length === 0) return [];
	const project = request.project === null ? null : await places.project(request.project);
	const keyField = request.match.by === 'customField' ? await findKeyField(places, required(project), request.match.field) : null;
	return await new Upsert(places, request, project, keyField).run();
}

class Upsert {
	private readonly pool: WorkerPool;
	private readonly reader: PresentReader;
	private readonly writer: ItemWriter;
	private readonly single: WorkPackageWriter;
	private readonly checked: CheckedItems;
	private readonly outages = new OutageSwitch();
	private readonly reports = new Map<number, Promise<UpsertReport>>();
	/** Settles once the batch opened last may be written: those before it have been read, and nothing of all stands against it. */
	private isTurn: Promise<unknown> = Promise.resolve();

	constructor(
		private readonly places: Places,
		private readonly request: UpsertRequest,
		private readonly project: Project | null,
		private readonly keyField: CustomField | null,
	) {
		const { match, workers, notify, items, requestDeadlineMs } = request;
		// By id they are found wherever they are, by key in the project.
		const source = new WorkPackageSource(places.api, { projectId: keyField === null ? null : required(project).id, filters: [], pageSize: BATCH, onList: (list) => places.names.learn(list) });
		this.pool = createWorkerPool(workers);
		this.reader = new PresentReader(source, keyField, workers);
		this.single = new WorkPackageWriter(places, { notify, ...(request.dates === undefined ? {} : { dates: request.dates }) });
		this.writer = new ItemWriter({ places, writer: this.single, reader: this.reader, project, keyField, requestDeadlineMs });
		this.checked = checkItems(items, { by: match.by, createWithoutId: match.by === 'id' && match.createWithoutId, isWholeNumber: keyField?.type === 'Integer' });
	}

	async run(): Promise<readonly UpsertReport[]> {
		const { order } = this.checked;
		if (this.keyField !== null) this.isTurn = checkIsFilter(this.places.api, required(this.project), this.keyField);
		this.lookUpAhead();
		const batches = Array.from({ length: Math.ceil(order.length / BATCH) }, (_, index) => order.slice(index * BATCH, (index + 1) * BATCH));
		const open = createWorkerPool(OPEN_BATCHES);
		await Promise.all(batches.map(async (batch, index) => await open.run(async () => await this.work(batch, index === 0))));
		const reports = await Promise.all(this.request.items.map(async (_item, position) => (await this.reports.get(position)) as UpsertReport));
		return await this.keepParents(reports);
	}

	/** From 15.4 on a first child makes its parent take the dates of its children: those among the items get their own back. */
	private async keepParents(reports: readonly UpsertReport[]): Promise<readonly UpsertReport[]> {
		const { places, single, checked, request } = this;
		if (!single.dates.areKept || request.isCancelled?.() === true || this.outages.verdict !== null) return reports;
		return await keepParentDates({ places, writer: single, items: request.items, parents: checked.parents, pool: this.pool }, reports);
	}

	/** What the names of the first item stand for is asked while work packages are read; what fails is asked again, and told, in its turn. */
	private lookUpAhead(): void {
		const first = this.request.items[this.checked.order[0] as number];
		if (this.project === null || first === undefined) return;
		resolveFields(this.places, { projectId: this.project.id, projectName: this.project.name, typeId: null }, withoutKey(first.fields, this.keyField), first.hints).catch(() => undefined);
	}

	/** Reads and writes a batch. Its reports can be waited for from the beginning, by items below its own. */
	private async work(batch: readonly number[], isFirst: boolean): Promise<void> {
		const present = this.readInTurn(batch, this.isTurn, isFirst);
		this.isTurn = present;
		for (const position of batch) this.reports.set(position, present.then(async (found) => reportOf(await this.perform(position, found), this.checked.keys[position] ?? null)));
		await Promise.all(batch.map(async (position) => await this.reports.get(position)));
	}

	/** What was written before is to be told, so from the second batch on a failing read is those items' failure. */
	private async readInTurn(batch: readonly number[], isTurn: Promise<unknown>, isFirst: boolean): Promise<Present | BatchSyncError> {
		const reading = this.reader.read(this.keysOf(batch)).then((found) => this.readTogether(found)).catch((error: unknown) => (!isFirst && error instanceof BatchSyncError ? error : Promise.reject(error)));
		reading.catch(() => undefined);
		await isTurn;
		return await reading;
	}

	private readTogether(found: Present): Present {
		this.single.dates.together([...found.values()].flat());
		return found;
	}

	/** Also of parents that are not among the items. */
	private keysOf(batch: readonly number[]): readonly string[] {
		const { keys, verdicts, parents } = this.checked;
		const own = batch.flatMap((position) => (verdicts.has(position) ? [] : (keys[position] ?? [])));
		const outside = this.keyField === null ? [] : batch.flatMap((position) => (parents[position] === null ? (keyTextOf(this.request.items[position]?.parentKey) ?? []) : []));
		return [...new Set([...own, ...outside])];
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
			return this.outages.verdict ?? this.outages.note(await this.writer.write({ ...item, fields }, this.checked.keys[position] ?? null, present));
		});
	}
}
