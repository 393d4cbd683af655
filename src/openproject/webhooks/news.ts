import { createHash } from 'node:crypto';
import { stringAt } from '../json';
import type { WebhookEvent } from './webhookEvent';

/**
 * What is remembered of the last event of each work package (`w1528`) and comment (`c77`): `time lockVersion digests`,
 * oldest entry first. Plain JSON, so that it can be kept anywhere.
 */
export type Remembered = Readonly<Record<string, string>>;

export type Verdict =
	| { readonly status: 'news'; readonly remembered: Remembered }
	/** A repetition of something already seen, or a state older than one already seen. */
	| { readonly status: 'replay'; readonly reason: string };

/** Entries kept; older ones are forgotten. */
const MOST_ENTRIES = 1000;
/** Bodies remembered of one state: OpenProject may send 'created' and 'updated' with the same one. */
const MOST_DIGESTS = 4;

/**
 * Whether an event says something that earlier ones did not. A work package that has moved on since (a later time, or a
 * higher lockVersion) makes an event about an earlier state no news: its body is the state at sending.
 *
 * @param oldestMs events about work packages last changed before this are replays of what has been forgotten; null: any age.
 */
export function judgeEvent(event: WebhookEvent, body: Buffer, remembered: Remembered, oldestMs: number | null): Verdict {
	const key = event.activity === null ? `w${event.workPackageId}` : `c${String(event.activity['id'])}`;
	const time = event.workPackage?.updatedAt ?? stringAt(event.activity, 'updatedAt') ?? stringAt(event.activity, 'createdAt') ?? '';
	const lockVersion = event.workPackage?.lockVersion ?? 0;
	const digest = createHash('sha256').update(body).digest('hex').slice(0, 24);
	if (oldestMs !== null && Date.parse(time) < oldestMs) return { status: 'replay', reason: `The work package was last changed ${time}, longer ago than events are taken.` };
	const seen = Object.hasOwn(remembered, key) ? entryOf(remembered[key] as string) : null;
	const isSameState = seen !== null && seen.time === time && seen.lockVersion === lockVersion;
	if (seen !== null && seen.digests.includes(digest)) return { status: 'replay', reason: 'This very event has been seen before.' };
	if (seen !== null && lockVersion <= seen.lockVersion && time <= seen.time && !isSameState) return { status: 'replay', reason: `A later state, of ${seen.time}, has been seen before.` };
	const digests = [...(seen !== null && isSameState ? seen.digests : []), digest];
	const others = Object.entries(remembered).filter(([other]) => other !== key).slice(-(MOST_ENTRIES - 1));
	return { status: 'news', remembered: Object.fromEntries([...others, [key, textOf({ time, lockVersion, digests })]]) };
}

/** Two memories as one: of each work package and comment the later state, and of one and the same state all that was seen of it. */
export function joinRemembered(one: Remembered, other: Remembered): Remembered {
	const joined = new Map<string, string>();
	for (const [key, text] of [...Object.entries(one), ...Object.entries(other)]) {
		const before = joined.get(key);
		// Put in anew, so that what is in the second memory counts as newer.
		joined.delete(key);
		joined.set(key, before === undefined ? text : laterOf(before, text));
	}
	return Object.fromEntries([...joined].slice(-MOST_ENTRIES));
}

function laterOf(a: string, b: string): string {
	const [one, other] = [entryOf(a), entryOf(b)];
	if (one.lockVersion !== other.lockVersion) return one.lockVersion > other.lockVersion ? a : b;
	if (one.time !== other.time) return one.time > other.time ? a : b;
	return textOf({ ...other, digests: [...new Set([...one.digests, ...other.digests])] });
}

interface Entry {
	readonly time: string;
	readonly lockVersion: number;
	readonly digests: readonly string[];
}

function textOf({ time, lockVersion, digests }: Entry): string {
	return `${time} ${lockVersion} ${digests.slice(-MOST_DIGESTS).join(',')}`;
}

function entryOf(text: string): Entry {
	const [time = '', lockVersion = '', digests = ''] = text.split(' ');
	return { time, lockVersion: Number(lockVersion), digests: digests.split(',') };
}
