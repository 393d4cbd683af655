import type { Activity } from '../data/model';

/** Edits of one user to one work package, joined. */
export interface Journal {
	readonly workPackageId: number;
	readonly userId: number;
	/** Whether the work package was created by it. */
	readonly isInitial: boolean;
	/** The activity that holds a person's comment, null without one. */
	readonly comment: Activity | null;
}

interface Pending {
	journal: Journal;
	timer: NodeJS.Timeout | null;
}

/** What OpenProject itself writes into the journal of a parent is no comment of anybody's. */
const AUTOMATIC = /^_Updated automatically/;

/**
 * Joins activities into journals: those of the same user to the same work package that follow each other within the time
 * given, unless both hold a comment. A journal is final, and told, once that time has passed since its last activity.
 */
export class Journals {
	private readonly newest = new Map<number, Pending>();
	private readonly waiting = new Set<Pending>();

	constructor(
		private readonly aggregationMs: number,
		private readonly onFinal: (journal: Journal) => void,
	) {}

	add(activity: Activity): void {
		const comment = activity.comment !== '' && !AUTOMATIC.test(activity.comment) ? activity : null;
		const before = this.newest.get(activity.workPackageId);
		const isJoined = before !== undefined && this.waiting.has(before) && before.journal.userId === activity.userId && (before.journal.comment === null || comment === null);
		const journal: Journal = isJoined
			? { ...before.journal, comment: before.journal.comment ?? comment }
			: { workPackageId: activity.workPackageId, userId: activity.userId, isInitial: activity.version === 1, comment };
		if (isJoined) this.drop(before);
		const pending: Pending = { journal, timer: null };
		this.newest.set(activity.workPackageId, pending);
		this.waiting.add(pending);
		pending.timer = setTimeout(() => this.finish(pending), this.aggregationMs);
		pending.timer.unref();
	}

	/** Makes everything that waits final now. */
	finishAll(): void {
		for (const pending of [...this.waiting]) this.finish(pending);
	}

	/** Forgets everything that waits. */
	stop(): void {
		for (const pending of [...this.waiting]) this.drop(pending);
	}

	private finish(pending: Pending): void {
		this.drop(pending);
		this.onFinal(pending.journal);
	}

	private drop(pending: Pending): void {
		if (pending.timer !== null) clearTimeout(pending.timer);
		this.waiting.delete(pending);
	}
}
