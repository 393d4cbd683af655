import { RemoteAnswerError } from '../../errors';
import type { OpenProjectApi } from '../api';
import { everyStatus, filtersOf } from '../filters';
import { stringAt } from '../json';
import { failure, outage } from './outcome';
import type { Outcome } from './outcome';
import type { WorkPackage } from './workPackage';
import { noWorkPackage } from './shownId';
import { readShortList, readWorkPackage, WorkPackageSource } from './workPackageSource';
import type { WorkPackageWriter } from './workPackageWriter';

/** What OpenProject deletes together with a work package, as far as the API user can see it. */
export interface Belongings {
	/** Children, their children and so on, nearest first. */
	readonly descendants: ReadonlyArray<{ readonly id: number; readonly subject: string }>;
	/** Time entries of all of them; null where the API user may not see them. */
	readonly timeEntryCount: number | null;
}

export type Deletion =
	| { readonly status: 'deleted'; readonly workPackage: WorkPackage; readonly belongings: Belongings }
	/** Nothing was deleted, or, where the outcome is unknown, that cannot be told. */
	| { readonly status: 'not_deleted'; readonly outcome: Exclude<Outcome, { readonly workPackage: WorkPackage }> };

const IDS_AT_ONCE = 100;
const PAGE_SIZE = 200;

/**
 * Deletes a work package, and says what went with it: OpenProject deletes all descendants and time entries too, and
 * keeps no history. With children it is refused unless they are to go as well. There is no lock: what is added between
 * the look and the deletion goes with it unseen.
 */
export async function deleteWorkPackage(api: OpenProjectApi, writer: WorkPackageWriter, request: { readonly id: string; readonly withChildren: boolean }): Promise<Deletion> {
	const present = await readWorkPackage(api, request.id);
	if (present === null) return notDeleted(failure(noWorkPackage(request.id)));
	const belongings = await belongingsOf(api, present);
	const { length } = belongings.descendants;
	if (length > 0 && !request.withChildren) {
		const shown = belongings.descendants.slice(0, 5).map(({ id, subject }) => `${id} '${subject}'`).join(', ');
		return notDeleted(failure(`Work package ${present.id} was not deleted: ${length} work package${length === 1 ? '' : 's'} below it would go with it (${shown}${length > 5 ? ', …' : ''}). Move them elsewhere, or switch on Delete Children Too.`));
	}
	const answer = await writer.delete(present);
	switch (answer.status) {
		case 'done':
			return { status: 'deleted', workPackage: present, belongings };
		case 'missing':
			return notDeleted(failure(`There is no work package ${request.id} that the API user can see; somebody else deleted or hid it meanwhile.`));
		case 'refused':
			return notDeleted(failure(answer.message));
		case 'conflict':
			return notDeleted(failure(`OpenProject refused to delete work package ${present.id} because of another change at the same time.`));
		case 'unavailable':
			return notDeleted(outage(answer.message));
		case 'unknown':
			if ((await readWorkPackage(api, request.id)) === null) return { status: 'deleted', workPackage: present, belongings };
			return notDeleted({ outcome: 'unknown', reason: `Work package ${present.id} is still there, but may yet be deleted: ${answer.message}`, isOutage: true });
	}
}

function notDeleted(outcome: Outcome): Deletion {
	if (outcome.outcome !== 'failed' && outcome.outcome !== 'unknown') throw new Error('A deletion that did not happen has no work package.');
	return { status: 'not_deleted', outcome };
}

async function belongingsOf(api: OpenProjectApi, top: WorkPackage): Promise<Belongings> {
	const source = new WorkPackageSource(api, { projectId: null, filters: [], pageSize: PAGE_SIZE });
	const below = new Map<string, WorkPackage>();
	for (let level = [top.id]; level.length > 0;) {
		const found: WorkPackage[] = [];
		for (let start = 0; start < level.length; start += IDS_AT_ONCE) {
			found.push(...(await readShortList(source, [{ name: 'parent', operator: '=', values: level.slice(start, start + IDS_AT_ONCE) }, everyStatus], PAGE_SIZE)));
		}
		level = [];
		for (const child of found) {
			if (below.has(child.id) || child.id === top.id) continue;
			below.set(child.id, child);
			level.push(child.id);
		}
	}
	const all = [top, ...below.values()];
	return {
		descendants: [...below.values()].map((one) => ({ id: Number(one.id), subject: stringAt(one.json, 'subject') ?? '' })),
		timeEntryCount: await countTimeEntries(api, all.map((one) => one.id)),
	};
}

/** The filter's name changed with OpenProject 16; null where none is known or the user may not see time entries. */
async function countTimeEntries(api: OpenProjectApi, ids: readonly string[]): Promise<number | null> {
	let count = 0;
	for (let start = 0; start < ids.length; start += IDS_AT_ONCE) {
		const values = ids.slice(start, start + IDS_AT_ONCE);
		const spellings = [[{ name: 'work_package', operator: '=', values }], [{ name: 'entity_type', operator: '=', values: ['WorkPackage'] }, { name: 'entity_id', operator: '=', values }]];
		const totals = await firstAccepted(api, spellings.map(filtersOf));
		if (totals === null) return null;
		count += totals;
	}
	return count;
}

async function firstAccepted(api: OpenProjectApi, spellings: readonly string[]): Promise<number | null> {
	for (const filters of spellings) {
		try {
			const answer = await api.getUnless(['missing', 'forbidden', 'refused'], '/api/v3/time_entries', { filters, pageSize: '0' });
			if (answer !== null) return api.pageOf(answer).total;
		} catch (error) {
			if (!(error instanceof RemoteAnswerError)) throw error;
		}
	}
	return null;
}
