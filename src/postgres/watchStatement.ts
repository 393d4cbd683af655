import type { LockWait } from './lockWait';
import type { Overseer, ServerSession } from './overseer';

/** What one statement met from outside. */
export interface Watched {
	/** What it waited for; null: nothing that was seen. */
	readonly lockWait: LockWait | null;
	/** Whether it was stopped because its transaction is to end. */
	readonly isStopped: boolean;
}

/** How a statement is looked after. */
export interface Watch {
	readonly overseer: Overseer;
	readonly session: ServerSession;
	/** How long it may wait for a lock. */
	readonly lockMs: number;
	readonly signal: AbortSignal | undefined;
}

/** Looks within the time a lock is waited for. */
const LOOKS = 5;
/** A stop that was not heard is repeated. */
const STOP_EVERY_MS = 2000;
/** How long an answer is waited for that only says who was in the way. */
const ANSWER_MS = 1000;

/**
 * Carries out one statement. While it takes long, it is looked at what it waits for, since afterwards nobody can tell; and it is
 * stopped on the server when its signal says so. `failed` is given what was seen, and what it answers is thrown.
 */
export async function watchStatement<T>(watch: Watch, statement: () => Promise<T>, failed: (error: unknown, seen: Watched) => unknown): Promise<T> {
	const stopping = stopOnSignal(watch);
	const looking = lookNowAndThen(watch);
	try {
		return await statement();
	} catch (error) {
		throw failed(error, { lockWait: await looking.seen(), isStopped: stopping.isAsked() });
	} finally {
		looking.end();
		await stopping.end();
	}
}

function lookNowAndThen({ overseer, session, lockMs }: Watch): { seen(): Promise<LockWait | null>; end(): void } {
	let found: LockWait | null = null;
	let look: Promise<void> | null = null;
	const timer = setInterval(() => {
		look ??= overseer.lockWaitOf(session).then((wait) => {
			found = wait ?? found;
			look = null;
		});
	}, Math.max(20, lockMs / LOOKS));
	return {
		// What was asked while it waited may be answered only now.
		seen: async () => {
			let patience: NodeJS.Timeout | undefined;
			if (look !== null) await Promise.race([look, new Promise((resolve) => (patience = setTimeout(resolve, ANSWER_MS)))]);
			clearTimeout(patience);
			return found;
		},
		end: () => clearInterval(timer),
	};
}

function stopOnSignal({ overseer, session, signal }: Watch): { isAsked(): boolean; end(): Promise<void> } {
	let work: Promise<void> | null = null;
	let timer: NodeJS.Timeout | undefined;
	const send = (): void => void (work = overseer.stop(session));
	const stop = (): void => {
		send();
		timer = setInterval(send, STOP_EVERY_MS);
	};
	signal?.addEventListener('abort', stop, { once: true });
	return {
		isAsked: () => work !== null,
		// A stop under way must not meet the next statement of this connection.
		end: async () => {
			clearInterval(timer);
			signal?.removeEventListener('abort', stop);
			await work;
		},
	};
}
