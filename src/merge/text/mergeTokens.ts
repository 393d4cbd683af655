import { diffTokens } from './diffTokens';
import { absorb, halve, type StepCounter } from './stepCounter';
import type { Hunk, Range, Region } from './types';

/** Three numbered sequences: equal tokens have equal numbers in all of them. */
export interface Three<T> {
	readonly base: T;
	readonly local: T;
	readonly remote: T;
}

/**
 * Merges two edited sequences with what they come from (S. Khanna, K. Kunal, B. C. Pierce, "A formal investigation of
 * diff3", FSTTCS 2007). The regions cover all three. Changes of the two sides that overlap or touch are one region: `both` where
 * the outcome is the same, else `conflicted`.
 */
export function mergeTokens(tokens: Three<Int32Array>, counter: StepCounter): Region[] {
	const [localHunks, remoteHunks] = diffBoth(tokens, counter);
	const regions: Region[] = [];
	const at = { base: 0, local: 0, remote: 0 };
	const upTo = (base: number, local: number, remote: number, status: Region['status']): void => {
		regions.push({ status, base: { start: at.base, end: base }, local: { start: at.local, end: local }, remote: { start: at.remote, end: remote } });
		Object.assign(at, { base, local, remote });
	};
	const stableUpTo = (base: number): void => {
		const length = base - at.base;
		if (length > 0) upTo(base, at.local + length, at.remote + length, 'stable');
	};
	for (const { local, remote } of groupTouching(localHunks, remoteHunks)) {
		const start = Math.min(local[0]?.before.start ?? Infinity, remote[0]?.before.start ?? Infinity);
		const end = Math.max(local.at(-1)?.before.end ?? 0, remote.at(-1)?.before.end ?? 0);
		stableUpTo(start);
		const localEnd = at.local + end - start + growth(local);
		const remoteEnd = at.remote + end - start + growth(remote);
		upTo(end, localEnd, remoteEnd, statusOf(local, remote, tokens, { start: at.local, end: localEnd }, { start: at.remote, end: remoteEnd }));
	}
	stableUpTo(tokens.base.length);
	return regions;
}

/** Each side gets half of the steps, so that it does not matter which is which. */
function diffBoth({ base, local, remote }: Three<Int32Array>, counter: StepCounter): readonly [Hunk[], Hunk[]] {
	const [forLocal, forRemote] = halve(counter);
	const hunks = [diffTokens(base, local, forLocal), diffTokens(base, remote, forRemote)] as const;
	absorb(counter, [forLocal, forRemote]);
	return hunks;
}

interface Group {
	readonly local: Hunk[];
	readonly remote: Hunk[];
}

/** Hunks of the two sides, in order, that overlap or touch one another directly or through others. Hunks of one side never touch. */
function groupTouching(local: readonly Hunk[], remote: readonly Hunk[]): Group[] {
	const groups: Group[] = [];
	let [l, r] = [0, 0];
	let end = -1;
	while (l < local.length || r < remote.length) {
		const nextLocal = local[l];
		const nextRemote = remote[r];
		const isLocal = nextRemote === undefined || (nextLocal !== undefined && nextLocal.before.start <= nextRemote.before.start);
		const hunk = (isLocal ? nextLocal : nextRemote) as Hunk;
		if (hunk.before.start > end || groups.length === 0) groups.push({ local: [], remote: [] });
		const group = groups[groups.length - 1] as Group;
		(isLocal ? group.local : group.remote).push(hunk);
		end = Math.max(end, hunk.before.end);
		if (isLocal) l += 1;
		else r += 1;
	}
	return groups;
}

function growth(hunks: readonly Hunk[]): number {
	return hunks.reduce((sum, { before, after }) => sum + after.end - after.start - before.end + before.start, 0);
}

function statusOf(local: readonly Hunk[], remote: readonly Hunk[], tokens: Three<Int32Array>, localRange: Range, remoteRange: Range): Region['status'] {
	if (remote.length === 0) return 'local';
	if (local.length === 0) return 'remote';
	return isSame(tokens, localRange, remoteRange) ? 'both' : 'conflicted';
}

function isSame({ local, remote }: Three<Int32Array>, inLocal: Range, inRemote: Range): boolean {
	if (inLocal.end - inLocal.start !== inRemote.end - inRemote.start) return false;
	for (let index = inLocal.start; index < inLocal.end; index += 1) {
		if (local[index] !== remote[index - inLocal.start + inRemote.start]) return false;
	}
	return true;
}
