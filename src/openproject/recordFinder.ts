import { RemoteAnswerError } from '../errors';
import type { RemoteRecord } from '../run/remotePort';
import type { OpenProjectApi } from './api';
import { everyStatus, inTime } from './filters';
import type { Filter } from './filters';
import { arrayAt, stringAt } from './json';
import type { OpenedProject } from './openProject';
import type { RecordSource } from './recordSource';
import { activitiesPath } from './workPackageRequests';

/** Finds work packages by other things than their id, whatever type and status they have. */
export class RecordFinder {
	constructor(
		private readonly api: OpenProjectApi,
		private readonly opened: OpenedProject,
		private readonly source: RecordSource,
	) {}

	/** In the project, and in every other the API user can see, since work packages are moved. */
	async byProvenance(key: string): Promise<readonly RemoteRecord[]> {
		const { provenanceKey } = this.opened;
		if (provenanceKey === null || key === '') return [];
		const holdsKey: Filter = { name: provenanceKey, operator: '=', values: [key] };
		const inside = await this.source.all('project', [holdsKey, everyStatus]);
		// On the list of all projects a custom field is a filter only where it is one for all projects.
		const everywhere = (await this.unlessRefused('everywhere', [holdsKey, everyStatus])) ?? [];
		const found = new Map([...everywhere, ...inside].map((record) => [record.id, record]));
		return [...found.values()].filter((record) => record.provenance === key);
	}

	async created(query: { readonly authorId: string; readonly sinceMs: number; readonly subject: string }): Promise<readonly RemoteRecord[]> {
		const since = new Date(query.sinceMs).toISOString();
		const filters = [...inTime('createdAt', { lower: since, upper: null }), everyStatus];
		const isWanted = (workPackage: unknown): boolean => stringAt(workPackage, 'subject') === query.subject;
		// A filter by someone the API user no longer sees is refused; who the author is, is compared below all the same.
		const found = (await this.unlessRefused('project', [{ name: 'author', operator: '=', values: [query.authorId] }, ...filters], isWanted)) ?? (await this.source.all('project', filters, isWanted));
		return found.filter((one) => one.authorId === query.authorId && one.createdAt >= since);
	}

	/** Records by their ids in one list, whatever their scope; none where OpenProject refuses the list for one of them. */
	async many(ids: readonly string[]): Promise<readonly RemoteRecord[]> {
		return (await this.unlessRefused('project', [{ name: 'id', operator: '=', values: ids }, everyStatus])) ?? [];
	}

	/** All visible descendants, nearest first, whatever project they are in. */
	async descendants(id: string): Promise<readonly RemoteRecord[]> {
		const found = new Map<string, RemoteRecord>();
		const top = await this.source.read(id);
		const waiting = [...(top?.children ?? [])];
		for (let child = waiting.shift(); child !== undefined; child = waiting.shift()) {
			if (child === id || found.has(child)) continue;
			const record = await this.source.read(child);
			if (record === null) continue;
			found.set(child, record);
			waiting.push(...record.children);
		}
		return [...found.values()];
	}

	/**
	 * The time of the last activity that changed a value. While nobody comments on an activity, its own time of change
	 * is that of the last edit joined to it; a comment edited later would move it too.
	 */
	async lastEdit(id: string): Promise<string | null> {
		const answer = await this.api.getUnless(['missing', 'forbidden'], activitiesPath(id));
		const times = arrayAt(answer?.json, '_embedded', 'elements')
			.filter((activity) => arrayAt(activity, 'details').length > 0)
			.map((activity) => ((stringAt(activity, 'comment', 'raw') ?? '') === '' ? stringAt(activity, 'updatedAt') : null) ?? stringAt(activity, 'createdAt'))
			.map((time) => Date.parse(time ?? ''))
			.filter((ms) => Number.isFinite(ms));
		return times.length === 0 ? null : new Date(Math.max(...times)).toISOString();
	}

	/** Null where OpenProject does not accept these filters. */
	private async unlessRefused(where: 'project' | 'everywhere', filters: readonly Filter[], isWanted?: (workPackage: unknown) => boolean): Promise<readonly RemoteRecord[] | null> {
		try {
			return await this.source.all(where, filters, isWanted);
		} catch (error) {
			if (error instanceof RemoteAnswerError && error.data['httpStatus'] === 400) return null;
			throw error;
		}
	}
}
