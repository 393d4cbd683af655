import { createHash } from 'node:crypto';

/** Wrong sign-ins with different words that an address may send before it has to wait, and all addresses together. */
const FREE = { address: 20, everybody: 500 } as const;
const FIRST_WAIT_MS = 1000;
const LONGEST_WAIT_MS = 60_000;
/** An address is forgotten when nothing wrong came from it for so long. */
const FORGOTTEN_MS = 15 * 60_000;
/** Addresses, wrong words of an address and right ones that are kept in mind. */
const MOST_KEPT = 2000;
const EVERYBODY = '*';

interface Source {
	/** Hashes of what was wrong: the same words again, as a monitor with an old password sends them, are no new guess. */
	readonly wrong: Set<string>;
	lastMs: number;
	/** Until then nothing new is looked at. */
	closedUntilMs: number;
}

/**
 * Keeps guessing slow, in the memory of one process: after some wrong sign-ins nothing new from that address is looked at for a
 * second, then two, up to a minute; right or wrong it is told the same. Words that were right before always get through, so that
 * nobody is locked out by somebody else behind the same proxy.
 */
export class Guesses {
	private readonly sources = new Map<string, Source>();
	private readonly right = new Set<string>();

	/** Milliseconds to wait before these words are looked at; 0: they may be. */
	waitFor(address: string, words: string, nowMs: number): number {
		const hash = hashOf(words);
		if (this.right.has(hash)) return 0;
		const waits = [placeOf(address), EVERYBODY].map((name) => {
			const source = this.sources.get(name);
			return source === undefined || source.wrong.has(hash) ? 0 : source.closedUntilMs - nowMs;
		});
		return Math.max(0, ...waits);
	}

	wasWrong(address: string, words: string, nowMs: number): void {
		const hash = hashOf(words);
		this.right.delete(hash);
		this.note(placeOf(address), FREE.address, hash, nowMs);
		this.note(EVERYBODY, FREE.everybody, hash, nowMs);
	}

	wasRight(words: string): void {
		this.right.add(hashOf(words));
		dropOldest(this.right);
	}

	private note(name: string, free: number, hash: string, nowMs: number): void {
		const known = this.sources.get(name);
		const source = known === undefined || nowMs - known.lastMs > FORGOTTEN_MS ? { wrong: new Set<string>(), lastMs: nowMs, closedUntilMs: 0 } : known;
		source.lastMs = nowMs;
		// The newest last, so that the oldest is dropped.
		this.sources.delete(name);
		this.sources.set(name, source);
		dropOldest(this.sources);
		if (source.wrong.has(hash)) return;
		source.wrong.add(hash);
		const beyond = source.wrong.size - free;
		if (beyond > 0) source.closedUntilMs = nowMs + Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** Math.min(beyond - 1, 16));
		dropOldest(source.wrong);
	}
}

function dropOldest(kept: Map<string, unknown> | Set<string>): void {
	if (kept.size > MOST_KEPT) kept.delete(kept.keys().next().value as string);
}

/** One household has one IPv4 address, or 2^64 IPv6 addresses of one network. */
function placeOf(address: string): string {
	const plain = address.replace(/^::ffff:(?=\d)/, '');
	if (!plain.includes(':')) return plain;
	const [head = '', tail] = plain.split('::');
	const [first, last] = [head === '' ? [] : head.split(':'), tail === undefined || tail === '' ? [] : tail.split(':')];
	const whole = tail === undefined ? first : [...first, ...Array<string>(Math.max(0, 8 - first.length - last.length)).fill('0'), ...last];
	return `${whole.slice(0, 4).map((part) => part.replace(/^0+(?=.)/, '')).join(':')}::`;
}

/** Nothing of what was given is kept. */
function hashOf(words: string): string {
	return createHash('sha256').update(words).digest('base64');
}
