import type { Random } from '../random';

/** How often what goes wrong in one seed, each a probability per event. */
export interface FaultPlan {
	/** A transaction fails as PostgreSQL would let it fail. */
	readonly database: number;
	/** The outcome of a COMMIT is not known. */
	readonly lostCommit: number;
	/** A request gets an error, no answer, half an answer. */
	readonly http: number;
	/** An answer takes its time, so that others overtake it. */
	readonly delay: number;
	/** The process dies at an event. */
	readonly crash: number;
	/** The process stands still for minutes. */
	readonly pause: number;
	/** Somebody edits between two events. */
	readonly edit: number;
	/** A second run of the pair starts meanwhile. */
	readonly secondRun: number;
	/** A clock is shifted by hours, once per round. */
	readonly clock: number;
	/** A right is withdrawn, once per round. */
	readonly rights: number;
	/** A trigger of the table does otherwise for a while, once per round. */
	readonly meddling: number;
}

export const noTroubles: FaultPlan = { database: 0, lostCommit: 0, http: 0, delay: 0, crash: 0, pause: 0, edit: 0, secondRun: 0, clock: 0, rights: 0, meddling: 0 };

/** A seed has few kinds of trouble, so that runs get far enough for each to matter; some have all, some none. */
export function drawFaults(random: Random): FaultPlan {
	const kind = random.weighted({ calm: 2, edits: 4, crashes: 5, network: 5, database: 4, leases: 4, all: 4 });
	const edit = random.pick([0, 0.01, 0.05, 0.15]);
	const sometimes = { clock: random.pick([0, 0, 0.4]), rights: random.pick([0, 0, 0.3]), meddling: random.pick([0, 0, 0.3]) };
	switch (kind) {
		case 'calm': return { ...noTroubles, edit: 0 };
		case 'edits': return { ...noTroubles, edit: random.pick([0.05, 0.15, 0.4]), delay: 0.1, ...sometimes };
		case 'crashes': return { ...noTroubles, edit, crash: random.pick([0.01, 0.03, 0.08]), ...sometimes };
		case 'network': return { ...noTroubles, edit, http: random.pick([0.05, 0.2, 0.4]), delay: 0.1, ...sometimes };
		case 'database': return { ...noTroubles, edit, database: random.pick([0.01, 0.04]), lostCommit: random.pick([0, 0.01, 0.03]), ...sometimes };
		case 'leases': return { ...noTroubles, edit, pause: random.pick([0.005, 0.02]), secondRun: 0.7, crash: random.pick([0, 0.01]), ...sometimes };
		case 'all': return { database: 0.01, lostCommit: 0.01, http: 0.08, delay: 0.1, crash: 0.01, pause: 0.004, edit, secondRun: 0.3, clock: 0.3, rights: 0.3, meddling: 0.3 };
	}
}
