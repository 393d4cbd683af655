import type { OpenProjectApi } from './api';
import { isNotToBeHad } from './errors';
import { filtersOf } from './filters';
import { idOf } from './ids';
import { own } from './json';
import { readAll } from './readAll';
import { isUndecided, successorOf, tracksDates } from './schedule';

const NOBODY: ReadonlySet<string> = new Set();

/**
 * Ids of those work packages of a list that follow another, so that OpenProject works out their dates. Asked for only where dates
 * are tracked, and of those whose answers leave it open: scheduled automatically, without children. One request for a page.
 */
export async function readFollowers(api: OpenProjectApi, workPackages: readonly unknown[], properties: readonly string[]): Promise<ReadonlySet<string>> {
	const undecided = tracksDates(properties) ? workPackages.filter(isUndecided).map((one) => idOf(own(one, 'id'), 'a work package')) : [];
	if (undecided.length === 0) return NOBODY;
	try {
		const relations = await readAll(api, '/api/v3/relations', { filters: filtersOf([{ name: 'from', operator: '=', values: undecided }, { name: 'type', operator: '=', values: ['follows'] }]) });
		return new Set(relations.map(successorOf).filter((id) => id !== null));
	} catch (error) {
		// Not to be had from this server or by this user: then their dates are taken for their own.
		if (isNotToBeHad(error)) return NOBODY;
		throw error;
	}
}
