import { LeaseLostError } from '../errors';
import type { CompiledMapping } from '../mapping';
import type { Clock } from '../openproject';
import type { PlanRules } from '../plan';
import type { Database, LockWait, Patience, TableDescription, Transaction } from '../postgres';
import type { LocalTable } from '../postgres/stores/localTable';
import type { EditedAfterDelete } from '../postgres/stores/observeLocal';
import { holdFence } from '../postgres/stores/leaseStore';
import type { PairFacts, PairRow } from '../postgres/stores/pairStore';
import type { Tables } from '../postgres/stores/tables';
import type { KeylessRows } from './keylessRows';
import type { Halt } from './halt';
import type { Side } from '../record';
import type { LeaseKeeper } from './leaseKeeper';
import type { ProgressKeeper } from './progressKeeper';
import { datesOf } from './pairConfiguration';
import type { RemoteInfo, RemotePort } from './remotePort';
import type { StopSwitch } from './stopSwitch';
import type { ConfigurationHashes } from './configurationHashes';
import type { PlannedRun } from '../postgres/stores/planStore';
import type { PairConfiguration, RunMode, RunRequest, RunSettings, RunTask } from './types';
import type { UserMap } from './userMap';

/** What every step of one run works with. */
export interface RunContext {
	readonly database: Database;
	readonly remote: RemotePort;
	readonly clock: Clock;
	/** On the monotonic clock. */
	readonly begunAt: number;
	readonly tables: Tables;
	readonly configuration: PairConfiguration;
	readonly settings: RunSettings;
	readonly request: RunRequest;
	readonly task: RunTask;
	/** The stored plan this run applies: nothing else is written. Null: the run's own. */
	readonly plan: PlannedRun | null;
	/** Run that is taken back. */
	readonly undoes: string | null;
	readonly undoesUndo: boolean;
	readonly isResync: boolean;
	readonly hashes: ConfigurationHashes;
	readonly pair: PairRow;
	readonly facts: PairFacts;
	readonly run: { readonly id: string; readonly startedAt: string };
	readonly table: LocalTable;
	readonly description: TableDescription;
	readonly mapping: CompiledMapping;
	readonly users: UserMap;
	readonly info: RemoteInfo;
	readonly lease: LeaseKeeper;
	readonly progress: ProgressKeeper;
	readonly stop: StopSwitch;
	readonly halt: Halt;
	/** What changed in the configuration since the pair's last run. */
	readonly changes: { readonly isScopeChanged: boolean; readonly changedFields: readonly string[]; readonly newFields: readonly string[] };
	/** Names of fields that have no base until the changed mapping is adopted. */
	readonly fieldsWithoutBase: ReadonlySet<string>;
	/** Database time in milliseconds, carried on by the monotonic clock. */
	nowMs(): number;
	/** Work packages that may be what an interrupted run was making: neither adopted nor copied until a person decides. */
	readonly doubtfulCreates: string[];
	/** Writes that could not be made for a reason that concerns no single record (a refused credential, a redirect, no connection), and the latest such reason. */
	notMade: { count: number; message: string } | null;
	/** Rows that cannot be synced, since they have no key. */
	keyless: KeylessRows;
	/** Records that were not written because somebody holds their rows, and the latest to be told; `table`: what ended the run early. */
	locked: { readonly links: Set<string>; message: string | null; table: string | null; /** Who was last seen in the way of a row. */ wait: LockWait | null };
	readonly remarks: string[];
	readonly written: { local: number; remote: number };
	/** Dates that OpenProject worked out or moved: taken into the table, put back, moved to working days. For the report. */
	readonly dates: { followed: number; putBack: number; moved: number };
	/** Work packages that this run made, or has given a child: their dates have been looked at. */
	readonly tendedParents: Set<string>;
	/** What was seen of records that are not carried any more: how many left the scope, and which were edited though they are deleted. */
	readonly unheeded: { left: number; readonly editedAfterDelete: Record<Side, EditedAfterDelete> };
	effectiveMode: RunMode;
	/** A resync that brings back, record by record, what a side lost by going back to an older state; what is not in doubt keeps its base. */
	heals: boolean;
	/** OpenProject's clock less the database's, in milliseconds; 0 until measured. */
	clockDifferenceMs: number;
}

/** Types of the table's columns, as PostgreSQL prints them. */
export function columnTypes(context: RunContext): ReadonlyMap<string, string> {
	return new Map(context.description.columns.map((column) => [column.name, column.type]));
}

/**
 * A transaction of this run: nothing in it takes effect once another run has taken over. It waits for no lock for long, and is
 * stopped on the server when the run is to end. No statement of it outlasts the deadline by much, even where this process is gone.
 */
export function fenced<T>(context: RunContext, work: (tx: Transaction) => Promise<T>, patience: Partial<Patience> = {}): Promise<T> {
	const { lockMs } = context.settings;
	const statementMs = Math.max(LEAST_STATEMENT_MS, context.stop.remainingMs() + LEAST_STATEMENT_MS);
	return context.halt.under((signal) =>
		context.database.transaction(async (tx) => {
			if (!(await holdFence(tx, context.tables, context.pair.id, context.lease.fence))) throw new LeaseLostError(context.pair.name);
			return await work(tx);
		}, { signal, patience: { lockMs, statementMs, ...patience } }),
	);
}

/** What one statement may take beyond the deadline: a run that is over is told all the same. */
const LEAST_STATEMENT_MS = 5 * 60_000;

/** The planner's rules at this moment. */
export function rulesOf(context: RunContext): PlanRules {
	const { configuration } = context;
	return {
		mapping: context.mapping,
		direction: configuration.direction,
		noBasePolicies: configuration.noBasePolicies,
		deleteRemote: configuration.deletePolicy.remote,
		deleteLocal: configuration.deletePolicy.local,
		// A resync deletes nothing, whatever the pair's policy for deletions is.
		versusUpdate: context.isResync ? 'edit_wins' : configuration.deletePolicy.versusUpdate,
		takesStandingDeletions: context.isResync,
		postponesDeletions: context.heals,
		fieldsWithoutBase: context.fieldsWithoutBase,
		keepsDates: datesOf(configuration.remote).scheduling === 'keep',
		tieMs: context.settings.tieMs,
		nowMs: context.nowMs(),
	};
}
