import type { Database } from '../../postgres';
import type { RemoteRecord } from '../../run';
import type { Divergence, HealthRemote } from '../types';
import { compareLinks, type Part } from './compareLinks';
import { linksOf, nextLinks, sampleLinks } from './settledLinks';
import type { CompareScope, Comparison, LinkToCompare, SettledLink } from './types';

/** Links compared in one go. */
const BATCH = 500;
/** Requests for single work packages at a time. */
const AT_A_TIME = 5;
/** Divergences told one by one at most. */
const MOST_TOLD = 20;

export interface CompareQuery {
	readonly database: Database;
	readonly scope: CompareScope;
	/** null: what was last seen there stands for it. */
	readonly remote: HealthRemote | null;
}

/** Compares some links, picked at random over the whole pair. */
export async function compareSample(query: CompareQuery, { size, random }: { readonly size: number; readonly random: () => number }): Promise<Comparison> {
	const { database, scope, remote } = query;
	const links = await database.transaction((tx) => sampleLinks(tx, scope.tables, scope.pair.id, Array.from({ length: size }, random)), { readOnly: true });
	const found: Array<LinkToCompare | null> = [];
	for (let start = 0; start < links.length; start += AT_A_TIME) {
		found.push(...(await Promise.all(links.slice(start, start + AT_A_TIME).map((link) => withRemote(link, remote)))));
	}
	const tally = new Tally(remote);
	tally.add(await compare(query, found.filter((one) => one !== null)), found.filter((one) => one === null).length);
	return tally.comparison();
}

/** Compares every settled link, in pages: with a remote side by what it lists now, else by what was last seen. */
export async function compareAll(query: CompareQuery): Promise<Comparison> {
	const { database, scope, remote } = query;
	const tally = new Tally(remote);
	if (remote === null) {
		for (let after = '0'; ; ) {
			const links = await database.transaction((tx) => nextLinks(tx, scope.tables, { pair: scope.pair.id, after, limit: BATCH }), { readOnly: true });
			tally.add(await compare(query, links.map((link) => ({ link, remote: null }))));
			const last = links.at(-1);
			if (last === undefined || links.length < BATCH) return tally.comparison();
			after = last.id;
		}
	}
	for await (const page of remote.window(null)) {
		const records = new Map(page.records.map((record): [string, RemoteRecord] => [record.id, record]));
		const links = await database.transaction((tx) => linksOf(tx, scope.tables, scope.pair.id, [...records.keys()]), { readOnly: true });
		tally.add(await compare(query, links.map((link) => ({ link, remote: records.get(link.remote_id) ?? null }))));
	}
	return tally.comparison();
}

async function compare({ database, scope }: CompareQuery, links: readonly LinkToCompare[]): Promise<Part> {
	if (links.length === 0) return { compared: 0, moved: 0, diverged: [] };
	return await database.transaction((tx) => compareLinks(tx, scope, links), { readOnly: true });
}

/** null: it is gone or out of sight, which the next run looks at. */
async function withRemote(link: SettledLink, remote: HealthRemote | null): Promise<LinkToCompare | null> {
	if (remote === null) return { link, remote: null };
	const answer = await remote.read(link.remote_id);
	return answer.status === 'found' && answer.record.inScope ? { link, remote: answer.record } : null;
}

class Tally {
	private compared = 0;
	private moved = 0;
	private divergedCount = 0;
	private readonly diverged: Divergence[] = [];

	constructor(private readonly remote: HealthRemote | null) {}

	add(part: Part, gone = 0): void {
		this.compared += part.compared;
		this.moved += part.moved + gone;
		this.divergedCount += part.diverged.length;
		this.diverged.push(...part.diverged.slice(0, MOST_TOLD - this.diverged.length));
	}

	comparison(): Comparison {
		const { compared, moved, divergedCount, diverged } = this;
		return { of: this.remote === null ? 'last_seen' : 'both_sides', compared, moved, divergedCount, diverged };
	}
}
