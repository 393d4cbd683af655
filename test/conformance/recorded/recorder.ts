import type { Asked, Listener, Reply } from '../client';

/** A question and its answer. */
export interface Exchange {
	readonly asked: Asked;
	readonly reply: Reply;
}

/** Keeps what servers answered to each check. */
export class Recorder {
	readonly exchanges = new Map<string, Exchange[]>();
	private current: Exchange[] | null = null;

	/** From now on answers belong to this check. */
	begin(checkId: string): void {
		this.current = [];
		this.exchanges.set(checkId, this.current);
	}

	/** From now on answers belong to no check. */
	end(): void {
		this.current = null;
	}

	readonly listen: Listener = (asked, reply) => void this.current?.push({ asked, reply });
}
