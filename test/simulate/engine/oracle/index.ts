import type { WorkPackageView } from '../../../../sandbox/openproject';
import type { PairConfiguration, RunResult } from '../../../../src/run';
import type { SimRun } from '../engines';
import type { HistoryRow } from '../simSchema';
import type { SimWorld } from '../world';
import { auditBreaks } from './audit';
import { baseBreaks } from './bases';
import { Chronicle } from './chronicle';
import { countBreaks } from './counts';
import { fenceBreaks } from './fences';
import { disagreements } from './agreement';
import { lostEdits } from './lostEdits';
import { falseConflicts } from './falseConflicts';
import { doubles } from './doubles';
import { wrongDeletions } from './deletions';

/** A row of the table, as its people see it. */
export interface TaskFields {
	readonly id: string;
	readonly title: string;
	readonly text: string | null;
	readonly status: string;
	readonly priority: string | null;
	readonly assignee: string | null;
	readonly parent: string | null;
	readonly due: string | null;
	readonly remote: number | null;
}

export interface LinkState {
	readonly id: string;
	readonly localKey: string | null;
	readonly remoteId: string | null;
	readonly state: string;
	readonly goneSide: string | null;
	readonly outSide: string | null;
	readonly pending: readonly string[] | null;
	readonly unresolved: readonly { readonly field: string; readonly ref: string }[] | null;
	readonly fieldFailures: Readonly<Record<string, unknown>> | null;
	readonly lastFailure: unknown;
	readonly baseLocal: Readonly<Record<string, unknown>>;
	readonly baseRemote: Readonly<Record<string, unknown>>;
}

/** What was there once everything had come to rest. */
export interface Evidence {
	readonly rows: readonly TaskFields[];
	readonly packages: readonly WorkPackageView[];
	readonly links: readonly LinkState[];
	/** The run after which it was looked, and a further one. */
	readonly settled: RunResult | null;
	readonly settledError: unknown;
	readonly last: RunResult | null;
	readonly lastError: unknown;
	/** Whether the further run wrote nothing. */
	readonly isAtRest: boolean;
	readonly difference: string;
}

export interface Case {
	readonly world: SimWorld;
	readonly configuration: PairConfiguration;
	readonly runs: readonly SimRun[];
	readonly afterTwoRuns: Evidence;
	readonly afterADay: Evidence;
}

/** An entry of the package's table of conflicts. */
export interface ConflictRow {
	readonly link: string;
	readonly field: string;
	readonly kind: string;
	readonly status: string;
	readonly local: unknown;
	readonly remote: unknown;
	readonly resolution: unknown;
}

/**
 * Says what did not hold, each with the number of its promise in docs/SPEC.md. Judges by what both systems' own histories show, and
 * shares no code with the engine; of the package it reads what a person could: links, conflicts, operations, results of runs.
 */
export async function judge(given: Case): Promise<readonly string[]> {
	const { world, afterTwoRuns, afterADay, configuration } = given;
	const { admin } = world.home;
	const history = (await admin.query<HistoryRow>('select seq::text, moment::text, author, what, id, old, new from sim.history h order by h.seq')).rows;
	const conflicts = (await admin.query<ConflictRow>('select link::text, field, kind, status, local, remote, resolution from batch_sync.conflict c order by c.id')).rows;
	const chronicle = new Chronicle(history, world.remoteHistory);
	return [
		...endings('after two runs', afterTwoRuns),
		...endings('after a day', afterADay),
		...disagreements(afterTwoRuns, configuration, chronicle, 'after two runs', world.hiddenOnce),
		...disagreements(afterADay, configuration, chronicle, 'after a day', world.hiddenOnce),
		...failuresThatStay(given),
		...lostEdits(chronicle, conflicts, afterADay.links, world.hiddenOnce),
		...falseConflicts(chronicle, conflicts, afterADay.links),
		...doubles(chronicle, afterADay, world.hiddenOnce),
		...wrongDeletions(chronicle, configuration, given.runs, world.hiddenOnce, await unansweredWrites(admin)),
		...baseBreaks(chronicle),
		...fenceBreaks(history),
		...countBreaks(given.runs),
		...(await auditBreaks(admin)),
		...(await leftovers(given)),
	];
}

/** Work packages that were gone when it was asked what had become of a write to them. */
async function unansweredWrites(admin: Case['world']['home']['admin']): Promise<ReadonlySet<string>> {
	const { rows } = await admin.query<{ id: string }>(`select distinct l.remote_id::text as id from batch_sync.operation o join batch_sync.link l on l.id = o.link where o.side = 'remote' and o.kind = 'update' and o.status = 'failed'`);
	return new Set(rows.map(({ id }) => id));
}

function endings(when: string, evidence: Evidence): readonly string[] {
	const found: string[] = [];
	for (const [name, result, error] of [['run', evidence.settled, evidence.settledError], ['further run', evidence.last, evidence.lastError]] as const) {
		if (result === null) found.push(`E1 ${when}: the ${name} failed: ${error instanceof Error ? `${error.name} ${error.message}` : String(error)}`);
		else if (result.status !== 'done') found.push(`E1 ${when}: the ${name} ended as ${result.status}: ${result.message}`);
	}
	// A tie that a later edit of the row breaks settles a conflict a run later: then it was open, and is not counted as rest.
	const hasSettled = when === 'after two runs' && evidence.settled?.conflictCount !== evidence.last?.conflictCount;
	// A deletion in OpenProject is believed at its second sighting, a cadence after the first: a third run notes it.
	const isStillLooking = when === 'after two runs' && evidence.links.some(({ goneSide }) => goneSide === 'remote' || goneSide === 'both');
	// What failed several times is tried again after a pause, which may be longer than two runs.
	const isPausing = when === 'after two runs' && (evidence.settled?.failureCount ?? 0) > 0;
	if (!evidence.isAtRest && !hasSettled && !isStillLooking && !isPausing) found.push(`E2 ${when}: a further run wrote: ${evidence.difference}`);
	return found;
}

/** Whatever was wrong has been put right for more than a day: no record may still be failing, but for what only a person can settle. */
function failuresThatStay({ world, configuration, afterADay: { last } }: Case): readonly string[] {
	return (last?.failures ?? []).filter(({ code }) => !isForAPerson(code, world, configuration)).map((failure) => `E12 still failing after a day: ${failure.code} ${failure.fields.join(',')} ${failure.message}`);
}

function isForAPerson(code: string, world: SimWorld, configuration: PairConfiguration): boolean {
	// Somebody copied a work package with its key.
	if (code === 'COPIED_KEY') return true;
	// A work package that was out of sight comes back as a record of its own: its key is that of a newer one, or the display id made of its
	// number is taken by its former row.
	if (code === 'VALUE_TAKEN' || (code === 'AMBIGUOUS_PAIR' && world.hiddenOnce.size > 0)) return world.hiddenOnce.size > 0;
	// Pairing by title, proposed by a resync.
	if (code === 'PAIR_PROPOSED' || code === 'AMBIGUOUS_TITLE') return true;
	// Without a provenance field an interrupted create can be doubtful.
	return (code === 'CREATE_DOUBTFUL' || code === 'AMBIGUOUS_PAIR') && configuration.remote.provenanceField === null;
}

/** No lease, no operation half done, no transaction open. */
async function leftovers({ world, afterADay }: Case): Promise<readonly string[]> {
	const { rows } = await world.home.admin.query<{ leases: string; open: string }>(`select (select count(*) from batch_sync.lease) as leases, (select count(*) from batch_sync.operation where status in ('sending', 'creating')) as open`);
	const found: string[] = [];
	if (rows[0]?.leases !== '0') found.push('E13 a lease is left');
	const isDoubtful = (afterADay.last?.failures ?? []).some(({ code }) => code === 'CREATE_DOUBTFUL');
	if (rows[0]?.open !== '0' && !isDoubtful) found.push(`E3 ${rows[0]?.open} operations are still being sent`);
	return found;
}
