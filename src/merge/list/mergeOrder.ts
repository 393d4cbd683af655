import type { Side } from '../../record';
import { risingRun } from '../text/anchorUnique';

/** Ids in order, on each side. */
export interface Orders {
	readonly base: readonly string[];
	readonly local: readonly string[];
	readonly remote: readonly string[];
}

/** An order for the kept ids, and the ids that both sides put in different places. */
export interface OrderMerge {
	readonly order: readonly string[];
	readonly conflicts: readonly string[];
}

/** The places a side gives to ids it inserted or moved: by the gap between anchors, in the side's order. */
interface Claims {
	readonly gapOf: ReadonlyMap<string, number>;
	/** Ids in the side's order. */
	readonly ids: readonly string[];
}

/**
 * Merges two orders of the same things. What neither side moved are the anchors, in the order of base; what a side inserted or
 * moved goes into the gap it has there on that side, in that side's order. Where both sides put something into one gap, runs go by the text
 * of their first id, so that it does not matter which side is which. An id that both sides put in different places is in
 * conflict and stands where `prefer` has it (local for null).
 */
export function mergeOrder(orders: Orders, kept: ReadonlySet<string>, prefer: Side | null): OrderMerge {
	const moved = { local: movedIn(orders.base, orders.local), remote: movedIn(orders.base, orders.remote) };
	const anchors = orders.base.filter((id) => kept.has(id) && !moved.local.has(id) && !moved.remote.has(id));
	const anchorAt = new Map(anchors.map((id, index) => [id, index]));
	const inBase = new Set(orders.base);
	const claimsOf = (side: Side): Claims => claimsIn(orders[side], anchorAt, (id) => kept.has(id) && (!inBase.has(id) || moved[side].has(id)));
	const claims = { local: claimsOf('local'), remote: claimsOf('remote') };
	const conflicts = inDifferentPlaces(claims);
	const winner = prefer ?? 'local';
	const isDropped = new Set(conflicts);
	const gaps = Array.from({ length: anchors.length + 1 }, () => ({ local: [] as string[], remote: [] as string[] }));
	for (const side of ['local', 'remote'] as const) {
		for (const id of claims[side].ids) {
			if (side !== winner && isDropped.has(id)) continue;
			gaps[claims[side].gapOf.get(id) as number]?.[side].push(id);
		}
	}
	const order = gaps.flatMap(({ local, remote }, gap) => [...weave(local, remote), ...anchors.slice(gap, gap + 1)]);
	return { order, conflicts };
}

/** Ids of base that stand in another order among themselves: all that are not in a longest run that kept its order. */
function movedIn(base: readonly string[], side: readonly string[]): ReadonlySet<string> {
	const placeInBase = new Map(base.map((id, index) => [id, index]));
	const common = side.filter((id) => placeInBase.has(id));
	const unmoved = new Set(risingRun(common.map((id) => placeInBase.get(id) as number)).map((index) => common[index] as string));
	return new Set(common.filter((id) => !unmoved.has(id)));
}

function claimsIn(order: readonly string[], anchorAt: ReadonlyMap<string, number>, isClaimed: (id: string) => boolean): Claims {
	const gapOf = new Map<string, number>();
	let gap = 0;
	for (const id of order) {
		const anchor = anchorAt.get(id);
		if (anchor !== undefined) gap = anchor + 1;
		else if (isClaimed(id)) gapOf.set(id, gap);
	}
	return { gapOf, ids: [...gapOf.keys()] };
}

/** Ids that both sides claim for different gaps; and all that both claim for a gap in which they have them in different orders. */
function inDifferentPlaces({ local, remote }: Readonly<Record<Side, Claims>>): string[] {
	const agreedByGap = (mine: Claims, theirs: Claims): ReadonlyMap<number, string> => {
		const texts = new Map<number, string>();
		for (const [id, gap] of mine.gapOf) if (theirs.gapOf.get(id) === gap) texts.set(gap, `${texts.get(gap) ?? ''}\n${id}`);
		return texts;
	};
	const [inLocal, inRemote] = [agreedByGap(local, remote), agreedByGap(remote, local)];
	const differing = local.ids.filter((id) => {
		const gap = local.gapOf.get(id) as number;
		return remote.gapOf.has(id) && (remote.gapOf.get(id) !== gap || inLocal.get(gap) !== inRemote.get(gap));
	});
	return differing.sort();
}

/** Two orders of one gap as one: what is in both stands in the same order in both and holds the rest together. */
function weave(local: readonly string[], remote: readonly string[]): string[] {
	const inRemote = new Set(remote);
	const woven: string[] = [];
	let [l, r] = [0, 0];
	while (l < local.length || r < remote.length) {
		const localRun = runUntil(local, l, (id) => inRemote.has(id));
		const shared = local[l + localRun.length];
		const remoteRun = runUntil(remote, r, (id) => id === shared);
		woven.push(...(isRemoteFirst(localRun, remoteRun) ? [...remoteRun, ...localRun] : [...localRun, ...remoteRun]));
		if (shared !== undefined) woven.push(shared);
		l += localRun.length + 1;
		r += remoteRun.length + 1;
	}
	return woven;
}

function runUntil(ids: readonly string[], start: number, isEnd: (id: string) => boolean): readonly string[] {
	let end = start;
	while (end < ids.length && !isEnd(ids[end] as string)) end += 1;
	return ids.slice(start, end);
}

function isRemoteFirst(local: readonly string[], remote: readonly string[]): boolean {
	const [mine, theirs] = [local[0], remote[0]];
	return mine !== undefined && theirs !== undefined && theirs < mine;
}
