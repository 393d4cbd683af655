import { BatchSyncError } from '../errors';
import type { Clock } from '../openproject';
import { isLockFailure, type Database } from '../postgres';
import { releaseLease, renewLease } from '../postgres/stores/leaseStore';
import type { Tables } from '../postgres/stores/tables';

interface LeaseClaim {
	readonly database: Database;
	readonly clock: Clock;
	readonly tables: Tables;
	readonly pair: string;
	readonly run: string;
	readonly fence: string;
	readonly leaseMs: number;
	readonly heartbeatMs: number;
}

/** Keeps a lease alive by a heartbeat in the background, and knows by the monotonic clock how much of it is left. */
export class LeaseKeeper {
	readonly fence: string;
	isCancelRequested = false;
	/** Called with every heartbeat. */
	onBeat: () => void = () => undefined;
	private isLost = false;
	private isStopped = false;
	private renewedAt: number;
	private wake: () => void = () => undefined;
	private readonly beating: Promise<void>;

	constructor(private readonly claim: LeaseClaim) {
		this.fence = claim.fence;
		this.renewedAt = claim.clock.monotonic();
		this.beating = this.beat();
	}

	/** Milliseconds for which the lease is certainly still ours. */
	remainingMs(): number {
		return this.isLost ? 0 : this.renewedAt + this.claim.leaseMs - this.claim.clock.monotonic();
	}

	/** Whether a request of this length may still be started; renews first if it must. */
	async covers(durationMs: number): Promise<boolean> {
		if (this.remainingMs() <= durationMs) await this.renew();
		return this.remainingMs() > durationMs;
	}

	/** Ends the heartbeat and gives the lease back. */
	async release(): Promise<void> {
		this.isStopped = true;
		this.wake();
		await this.beating;
		if (this.isLost) return;
		try {
			await this.claim.database.transaction((tx) => releaseLease(tx, this.claim.tables, this.claim.pair, this.claim.fence));
		} catch (error) {
			// Somebody has it locked: it runs out by itself, and what the run came to is told all the same.
			if (!isLockFailure(error)) throw error;
		}
	}

	private async beat(): Promise<void> {
		const stopped = new Promise<void>((resolve) => {
			this.wake = resolve;
		});
		while (!this.isStopped && !this.isLost) {
			await Promise.race([this.claim.clock.sleep(this.claim.heartbeatMs), stopped]);
			// Before the lease, which may have to be waited for.
			this.onBeat();
			if (!this.isStopped) await this.renew();
			this.onBeat();
		}
	}

	private async renew(): Promise<void> {
		const askedAt = this.claim.clock.monotonic();
		try {
			const answer = await this.claim.database.transaction((tx) => renewLease(tx, this.claim.tables, this.claim));
			if (answer === null) {
				this.isLost = true;
				return;
			}
			this.renewedAt = askedAt;
			if (answer.isCancelRequested) this.isCancelRequested = true;
		} catch (error) {
			// A database that does not answer now may answer before the lease runs out; remainingMs keeps counting down.
			if (!(error instanceof BatchSyncError)) throw error;
		}
	}
}
