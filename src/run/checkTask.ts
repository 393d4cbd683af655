import { ConfigurationError } from '../errors';
import type { Transaction } from '../postgres';
import { readPlannedRun } from '../postgres/stores/planStore';
import type { PlannedRun } from '../postgres/stores/planStore';
import { readAdopted } from '../postgres/stores/pairStore';
import type { Tables } from '../postgres/stores/tables';
import { adoptedHashesOf } from './configurationHashes';
import type { ConfigurationHashes } from './configurationHashes';
import type { RunTask } from './types';

/** What a run is for, once its request has been held against what is recorded. */
export interface TaskFacts {
	readonly task: RunTask;
	/** The stored plan to be applied; null: the run makes its own. */
	readonly plan: PlannedRun | null;
	/** Run that is taken back, by this run or by the plan it applies. */
	readonly undoes: string | null;
	/** That run was an undo itself: taking it back also ends the hold it put on links. */
	readonly undoesUndo: boolean;
	/** Every base is forgotten, and nothing is deleted. */
	readonly isResync: boolean;
}

interface TaskQuery {
	readonly pair: string;
	readonly task: RunTask;
	readonly hashes: ConfigurationHashes;
	readonly planMaxAgeMs: number;
}

/** Holds a task against what is recorded. Throws a ConfigurationError that says what does not fit; nothing has been written then. */
export async function checkTask(tx: Transaction, tables: Tables, query: TaskQuery): Promise<TaskFacts> {
	const { task } = query;
	const facts: TaskFacts = { task, plan: null, undoes: null, undoesUndo: false, isResync: task.kind === 'resync' };
	switch (task.kind) {
		case 'sync':
		case 'resync':
			return facts;
		case 'apply_plan': {
			const plan = await requirePlan(tx, tables, query, task.plan);
			const undone = plan.undoes === null ? null : await requireUndoable(tx, tables, query, plan.undoes);
			return { ...facts, plan, undoes: plan.undoes, undoesUndo: undone !== null && undone.undoes !== null, isResync: plan.task === 'resync' };
		}
		case 'undo':
			return { ...facts, undoes: task.run, undoesUndo: (await requireUndoable(tx, tables, query, task.run)).undoes !== null };
		case 'release':
			await requireHeld(tx, tables, query, task.run);
			return facts;
	}
}

async function requireRun(tx: Transaction, tables: Tables, query: TaskQuery, id: string, what: 'plan' | 'run'): Promise<PlannedRun> {
	const run = await readPlannedRun(tx, tables, id);
	if (run === undefined) {
		throw new ConfigurationError(what === 'plan'
			? `There is no plan ${id}. A plan has the number of the run that made it: see planId in the Summary of Preview Plan, or of a run that a guard stopped.`
			: `There is no run ${id}. See run in the Summary of the run that is to be undone, or use Get Run.`);
	}
	if (run.pair_name !== query.pair) throw new ConfigurationError(`${what === 'plan' ? 'Plan' : 'Run'} ${id} belongs to pair '${run.pair_name}', not to '${query.pair}'. Give a ${what} of '${query.pair}', or use the node of the other pair.`);
	return run;
}

async function requirePlan(tx: Transaction, tables: Tables, query: TaskQuery, id: string): Promise<PlannedRun> {
	const plan = await requireRun(tx, tables, query, id, 'plan');
	switch (plan.plan_state) {
		case 'open':
			break;
		case null:
			throw new ConfigurationError(`Run ${id} left no plan to be applied; it ended as '${plan.status}'. Make a plan with Preview Plan.`);
		case 'approved':
			throw new ConfigurationError(`Plan ${id} was already applied, by run ${plan.applied_by ?? '?'}. What that run did not reach stays approved and follows with the next Run Sync.`);
		case 'applied':
			throw new ConfigurationError(plan.applied_by === null ? `Run ${id} carried out its own plan; nothing of it waits to be applied.` : `Plan ${id} was already applied, by run ${plan.applied_by}. A plan is applied once; make a new one with Preview Plan.`);
		case 'superseded':
			throw new ConfigurationError(`Plan ${id} has been replaced, since a later run planned anew.${plan.open_plan === null ? ' Make a new one with Preview Plan.' : ` The plan that waits now is ${plan.open_plan}.`}`);
		case 'expired':
			throw tooOld(plan, query.planMaxAgeMs);
	}
	if (Number(plan.age_ms) > query.planMaxAgeMs) throw tooOld(plan, query.planMaxAgeMs);
	if (plan.config_hash !== query.hashes.config) throw new ConfigurationError(`Plan ${id} was made under another configuration of pair '${query.pair}' (table, project, mapping, policies or direction differ). Use the settings it was made with, e.g. a copy of that node, or make a new plan with Preview Plan.`);
	const pair = await readAdopted(tx, tables, query.pair);
	const adopted = pair === undefined ? null : adoptedHashesOf(pair).config;
	if (plan.adopted_hash !== null && adopted !== plan.adopted_hash && adopted !== plan.config_hash) throw new ConfigurationError(`Plan ${id} was made under another configuration: a run since then has changed the table, project, mapping, policies or direction of pair '${query.pair}'. Make a new plan with Preview Plan.`);
	return plan;
}

function tooOld(plan: PlannedRun, maxAgeMs: number): ConfigurationError {
	return new ConfigurationError(`Plan ${plan.id} is too old: it was made ${hours(Number(plan.age_ms))} ago, and a plan may be applied for ${hours(maxAgeMs)}. Make a new one with Preview Plan.`);
}

function hours(ms: number): string {
	const minutes = Math.round(ms / 60_000);
	return minutes < 120 ? `${minutes} minutes` : `${Math.round(minutes / 60)} hours`;
}

async function requireUndoable(tx: Transaction, tables: Tables, query: TaskQuery, id: string): Promise<PlannedRun> {
	const run = await requireRun(tx, tables, query, id, 'run');
	if (run.status === 'running') throw new ConfigurationError(`Run ${id} is still going on. Cancel it with Cancel Run, or wait until it is over.`);
	if (run.status === 'previewed' || run.status === 'stopped_by_guard' || run.status === 'skipped') throw new ConfigurationError(`Run ${id} was never applied (it ended as '${run.status}'), so there is nothing to undo.`);
	if (run.images_cleaned_at !== null) throw new ConfigurationError(`Run ${id} can no longer be undone: what the records held before it was cleaned away on ${run.images_cleaned_at}. How long it is kept is set by Keep for Undo (Days).`);
	if (run.undone_by !== null) throw new ConfigurationError(`Run ${id} was already undone, by run ${run.undone_by}. To take that back, undo run ${run.undone_by}.`);
	if (run.effects === '0') throw new ConfigurationError(`Run ${id} changed nothing, so there is nothing to undo.`);
	if (run.shape_hash !== null && run.shape_hash !== query.hashes.shape) throw new ConfigurationError(`Run ${id} was made with another table, project, key, filter or mapping than this node has. Use the settings it was made with, e.g. a copy of that node.`);
	return run;
}

async function requireHeld(tx: Transaction, tables: Tables, query: TaskQuery, run: string | null): Promise<void> {
	if (run !== null) {
		const undo = await requireRun(tx, tables, query, run, 'run');
		if (undo.undoes === null) throw new ConfigurationError(`Run ${run} undid nothing (it was a ${undo.task.replace('_', ' ')}), so it holds no links. Give the run ID of the undo, or leave it empty for all links on hold.`);
	}
	const [held] = await tx.query<{ count: string }>({
		text: `select count(*) as count from ${tables.link} l join ${tables.pair} p on p.id = l.pair where p.name = $1 and l.state = 'held' and ($2::bigint is null or l.held_by = $2)`,
		values: [query.pair, run],
	});
	if (held === undefined || held.count === '0') throw new ConfigurationError(`Pair '${query.pair}' has no links on hold${run === null ? '' : ` by run ${run}`}, so there is nothing to release.`);
}
