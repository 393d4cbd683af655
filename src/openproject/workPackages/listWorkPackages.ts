import type { OpenProjectApi } from '../api';
import { everyStatus } from '../filters';
import type { Filter } from '../filters';
import { stringAt } from '../json';
import { findProject } from '../findProject';
import { shownIdIn } from './shownId';
import { readWorkPackage, WorkPackageSource } from './workPackageSource';

/** Entries of a list for people to pick from. */
export interface WorkPackageEntries {
	readonly entries: ReadonlyArray<{ readonly id: string; readonly subject: string }>;
	/** Number of the next page, null after the last. */
	readonly nextPage: number | null;
}

const PAGE_SIZE = 50;

/** Work packages by part of the subject, last changed first; an id as it is shown, or an address, also finds that one. */
export async function listWorkPackages(api: OpenProjectApi, query: { readonly project: string | null; readonly search: string; readonly page: number }): Promise<WorkPackageEntries> {
	const project = query.project === null ? null : await findProject(api, query.project);
	const filters: readonly Filter[] = [
		everyStatus,
		...(query.search === '' ? [] : [{ name: 'subject', operator: '~', values: [query.search] }]),
	];
	const source = new WorkPackageSource(api, { projectId: project?.id ?? null, filters: [], pageSize: PAGE_SIZE });
	const page = await source.page({ filters, sortBy: '[["updatedAt","desc"],["id","desc"]]', offset: query.page, pageSize: PAGE_SIZE });
	const shown = shownIdIn(query.search);
	const exact = query.page === 1 && shown !== null ? await readWorkPackage(api, shown) : null;
	const found = [...(exact === null ? [] : [exact]), ...page.records.filter((one) => one.id !== exact?.id)];
	return {
		entries: found.map((one) => ({ id: one.id, subject: stringAt(one.json, 'subject') ?? '' })),
		nextPage: page.records.length > 0 && query.page * page.pageSize < page.total ? query.page + 1 : null,
	};
}
