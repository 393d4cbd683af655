import type { Transaction } from '../postgres';
import { spellKeys } from '../postgres/stores/linkStore';
import { keyIn } from '../postgres/stores/localTable';
import { readCursor, writeSweep, writeWatermark } from '../postgres/stores/pairStore';
import type { Cursor } from '../postgres/stores/pairStore';
import { clearSweeps, countExpected, noteMissing, readDoubtful, readMissing, readUnknown, recordSweep, restartSightings } from '../postgres/stores/sweepStore';
import { addPending } from '../postgres/stores/tables';
import { noteIdentity } from '../postgres/stores/wentBack/identity';
import { readLatest, readSilent, showsWentBack } from '../postgres/stores/wentBack/witnesses';
import { fenced } from './context';
import type { RunContext } from './context';
import { readLostParents } from './hiddenParents';
import { noteUnheeded } from './noteUnheeded';
import { recordSeen } from './recordSeen';
import type { RemoteRecord } from './remotePort';

/** Records are compared and committed this many at a time. */
const CHUNK_COUNT = 1000;
/** Single reads to confirm absences in one run; the rest is looked at in the next. */
const SINGLE_READS = 200;
/** Work packages that a listing should have shown and did not, looked up one by one. */
const WITNESSES = 5;
/** A server clock this much behind what it showed before has been set back. */
const CLOCK_SLACK_MS = 5000;

export interface RemoteObservationResult {
	readonly changed: number;
	readonly created: number;
	/** Records in scope now, null where this mode did not ask. */
	readonly total: number | null;
	/** False where the run was stopped before everything was read: the watermark stays. */
	readonly isWhole: boolean;
}

/** Reads the remote side as the mode says, and records what moved. The watermark moves here, before anything is applied. */
export async function observeRemote(context: RunContext): Promise<RemoteObservationResult> {
	if (context.request.mode === 'delta_sync' && (context.request.ids ?? []).length > 0) return await readNamed(context, context.request.ids ?? []);
	const cursor = await fenced(context, (tx) => readCursor(tx, context.tables, context.pair.id));
	const doubt = await whyDoubted(context);
	const reason = whyComplete(context, cursor) ?? doubt;
	if (reason !== null && context.effectiveMode !== 'full_sync' && context.effectiveMode !== 'reconciliation') {
		context.effectiveMode = 'reconciliation';
		if (!context.pair.is_new) context.remarks.push(`This run compared everything: ${reason}.`);
	}
	const isComplete = context.effectiveMode === 'full_sync' || context.effectiveMode === 'reconciliation';
	const read = await readWindow(context, cursor, isComplete);
	const doubted = isComplete ? null : await whyListingDoubted(context, read, cursor);
	if (doubted !== null) {
		context.remarks.push(`${doubted}, so everything was compared.`);
		context.effectiveMode = 'reconciliation';
		return await finish(context, await readWindow(context, { ...cursor, sweep: null }, true), true);
	}
	return await finish(context, read, isComplete);
}

function whyComplete(context: RunContext, cursor: Cursor): string | null {
	if (cursor.watermark === null) return 'it is the first run of this pair';
	if (context.changes.isScopeChanged) return 'the scope of the pair changed';
	if (context.changes.changedFields.length + context.changes.newFields.length > 0) return 'the mapping of the pair changed';
	const age = context.pair.complete_age_ms === null ? null : Number(context.pair.complete_age_ms);
	if (age === null) return 'no complete comparison has been made yet';
	if (age < 0) return "the database's clock was set back";
	if (age > context.settings.completeEveryMs) return `the last complete comparison is ${Math.round(age / 3_600_000)} hours old`;
	if (context.pair.membership !== context.info.membership) return 'the API user or its memberships changed';
	return null;
}

/** Where something shows that a side went back, or may have, nothing but a complete comparison tells how far. */
async function whyDoubted(context: RunContext): Promise<string | null> {
	if (await fenced(context, (tx) => noteIdentity(tx, context.tables, context.pair.id))) return 'the database is another than at the last run (moved, restored or failed over)';
	return (await fenced(context, (tx) => showsWentBack(tx, context.tables, context.pair.id))) ? 'something went back to an older state' : null;
}

/** Why what changed since the watermark does not tell what is there; null: it does. */
async function whyListingDoubted(context: RunContext, read: WindowRead, cursor: Cursor): Promise<string | null> {
	if (read.isClockBack) return "OpenProject's clock went backwards since the last run";
	return read.isWhole && (await isSetBack(context, cursor.watermark ?? '')) ? 'OpenProject no longer shows changes it has shown before' : null;
}

/**
 * A listing from the watermark on shows everything that was seen there before, unless it was deleted, moved away or set back. The latest of
 * what is missing are looked at one by one, and the latest of what is left: what is there, but older, was set back. Where all that changed last
 * is gone, it may have been.
 */
async function isSetBack(context: RunContext, from: string): Promise<boolean> {
	const silent = await fenced(context, async (tx) => {
		const ids = await readSilent(tx, context.tables, { pair: context.pair.id, run: context.run.id, from, limit: WITNESSES });
		await clearSweeps(tx, context.tables, context.pair.id);
		return ids;
	});
	await confirm(context, silent, false);
	if (await fenced(context, (tx) => showsWentBack(tx, context.tables, context.pair.id))) return true;
	if (silent.length === 0) return false;
	const isAnyThere = await askWitness(context, []);
	return !isAnyThere || (await fenced(context, (tx) => showsWentBack(tx, context.tables, context.pair.id)));
}

interface WindowRead {
	readonly changed: number;
	readonly created: number;
	readonly newestUpdatedAt: string | null;
	readonly firstServerTimeMs: number | null;
	readonly isClockBack: boolean;
	readonly isWhole: boolean;
}

async function readWindow(context: RunContext, cursor: Cursor, isComplete: boolean): Promise<WindowRead> {
	const resumed = isComplete && cursor.sweep !== null && cursor.sweep.mode === context.effectiveMode ? cursor.sweep : null;
	const from = isComplete ? (resumed?.from ?? null) : cursor.watermark;
	let firstServerTimeMs = resumed?.minServerTimeMs ?? null;
	let newestUpdatedAt: string | null = resumed?.from ?? null;
	let changed = 0;
	let created = 0;
	let chunk: RemoteRecord[] = [];
	const record = async (): Promise<void> => {
		const records = chunk;
		chunk = [];
		const last = records.at(-1);
		if (last === undefined) return;
		const counts = await fenced(context, async (tx) => {
			const result = await recordSeen(tx, context, records);
			if (!isComplete) await recordSweep(tx, context.tables, context.pair.id, context.run.id, records.map((one) => one.id));
			if (isComplete) await writeSweep(tx, context.tables, context.pair.id, { from: last.updatedAt, mode: context.effectiveMode, startedAtMs: context.nowMs(), minServerTimeMs: firstServerTimeMs });
			return result;
		});
		noteUnheeded(context, 'remote', counts);
		changed += counts.changed;
		created += counts.created;
		context.progress.add(records.length);
	};
	for await (const page of context.remote.window(from)) {
		if (firstServerTimeMs === null && page.serverTimeMs !== null) {
			firstServerTimeMs = page.serverTimeMs;
			context.clockDifferenceMs = page.serverTimeMs - context.nowMs();
		}
		const isClockBack = !isComplete && page.serverTimeMs !== null && cursor.server_time_ms !== null && page.serverTimeMs < Number(cursor.server_time_ms) - CLOCK_SLACK_MS;
		if (isClockBack) return { changed, created, newestUpdatedAt, firstServerTimeMs, isClockBack, isWhole: true };
		for (const one of page.records) if (newestUpdatedAt === null || one.updatedAt > newestUpdatedAt) newestUpdatedAt = one.updatedAt;
		chunk.push(...page.records);
		if (chunk.length >= CHUNK_COUNT) await record();
		if (context.stop.reason() !== null) {
			await record();
			return { changed, created, newestUpdatedAt, firstServerTimeMs, isClockBack: false, isWhole: false };
		}
	}
	await record();
	return { changed, created, newestUpdatedAt, firstServerTimeMs, isClockBack: false, isWhole: true };
}

async function finish(context: RunContext, read: WindowRead, isComplete: boolean): Promise<RemoteObservationResult> {
	if (!read.isWhole) return { changed: read.changed, created: read.created, total: null, isWhole: false };
	const total = await context.remote.total();
	const expected = await fenced(context, (tx) => countExpected(tx, context.tables, context.pair.id));
	let created = read.created;
	if (isComplete || total !== expected) created += await sweep(context);
	await confirm(context, await readLostParents(context), false);
	await lookAgain(context);
	if (context.effectiveMode === 'reconciliation') await markAll(context);
	await fenced(context, (tx) =>
		writeWatermark(tx, context.tables, context.pair.id, { watermark: watermarkOf(context, read), serverTimeMs: read.firstServerTimeMs, isComplete, membership: context.info.membership }),
	);
	return { changed: read.changed, created, total, isWhole: true };
}

/** Server values only: the smaller of the newest updatedAt read and the first answer's time, less the overlap. */
function watermarkOf(context: RunContext, read: WindowRead): string | null {
	const times = [read.newestUpdatedAt === null ? null : Date.parse(read.newestUpdatedAt), read.firstServerTimeMs].filter((time): time is number => time !== null && Number.isFinite(time));
	if (times.length === 0) return null;
	const overlapMs = Math.max(context.settings.overlapMs, 2 * context.remote.stats().slowestMs);
	return new Date(Math.min(...times) - overlapMs).toISOString();
}

/** Lists all ids; confirms by single reads what links hold and the list lacks, and reads what nobody knew. */
async function sweep(context: RunContext): Promise<number> {
	const { tables, pair, run } = context;
	await fenced(context, (tx) => clearSweeps(tx, tables, pair.id));
	for await (const ids of context.remote.ids()) await fenced(context, (tx) => recordSweep(tx, tables, pair.id, run.id, ids));
	const missing = await fenced(context, (tx) => readMissing(tx, tables, pair.id, run.id, SINGLE_READS));
	const unknown = await fenced(context, (tx) => readUnknown(tx, tables, pair.id, run.id, CHUNK_COUNT));
	if (missing.total > missing.ids.length) {
		context.remarks.push(`${missing.total} linked work packages are missing from the project's list; ${missing.ids.length} were looked up one by one in this run, the rest follows in the next.`);
	}
	await confirm(context, missing.ids, false);
	const created = await confirm(context, unknown, false);
	await fenced(context, (tx) => clearSweeps(tx, tables, pair.id));
	return created;
}

async function lookAgain(context: RunContext): Promise<void> {
	if (context.pair.membership !== null && context.pair.membership !== context.info.membership) {
		await fenced(context, (tx) => restartSightings(tx, context.tables, context.pair.id));
		return;
	}
	const doubtful = await fenced(context, (tx) => readDoubtful(tx, context.tables, context.pair.id, context.settings.cadenceMs, SINGLE_READS));
	await confirm(context, doubtful, true);
}

/** Reads records one by one; what is there is recorded, what is not is noted as a sighting. */
export async function confirm(context: RunContext, ids: readonly string[], isSecondSighting: boolean): Promise<number> {
	const found: RemoteRecord[] = [];
	const gone: string[] = [];
	for (const id of ids) {
		const answer = await context.remote.read(id);
		if (answer.status === 'found') found.push(answer.record);
		else gone.push(id);
	}
	return await noteReads(context, found, gone, isSecondSighting);
}

async function noteReads(context: RunContext, found: readonly RemoteRecord[], gone: readonly string[], isSecondSighting: boolean): Promise<number> {
	if (found.length + gone.length === 0) return 0;
	const counts = await fenced(context, async (tx) => {
		const recorded = await recordSeen(tx, context, found);
		await noteMissing(tx, context.tables, context.pair.id, gone, { isSecondSighting });
		return recorded;
	});
	noteUnheeded(context, 'remote', counts);
	return counts.created;
}

/** Reconciliation: every living link is compared, whatever was seen before. */
async function markAll(context: RunContext): Promise<void> {
	await fenced(context, (tx) =>
		tx.execute({
			text: `update ${context.tables.link} l set pending = ${addPending('l', 'reconcile')}, pending_since = coalesce(l.pending_since, clock_timestamp()), next_attempt_at = null
				where l.pair = $1 and l.state = 'live'`,
			values: [context.pair.id],
		}),
	);
}

/** delta_sync: the named records, by work package id or local key; no watermark moves. */
async function readNamed(context: RunContext, given: readonly string[]): Promise<RemoteObservationResult> {
	const ids = await fenced(context, (tx) => asSpelled(tx, context, given));
	const rows = await fenced(context, (tx) =>
		tx.query<{ name: string; remote_id: string | null }>({
			text: `select n.name, coalesce(l.remote_id::text, case when n.name ~ '^[0-9]{1,18}$' then n.name end) as remote_id from unnest($2::text[]) with ordinality as n (name, place)
				left join ${context.tables.link} l on l.pair = $1 and l.state <> 'tombstone' and l.local_key in (n.name, jsonb_build_array(n.name)::text) order by n.place`,
			values: [context.pair.id, ids],
		}),
	);
	const named = [...new Set(rows.flatMap((row) => (row.remote_id === null ? [] : [row.remote_id])))];
	const created = await confirm(context, named, false);
	await confirm(context, await readLostParents(context), false);
	await askWitness(context, named);
	await remarkUnknown(context, ids);
	return { changed: 0, created, total: null, isWhole: true };
}

/**
 * Reads the work package that changed last, or the latest that is still there: whether OpenProject is as it was does not show in the named ones.
 * False where the latest are all gone.
 */
async function askWitness(context: RunContext, named: readonly string[]): Promise<boolean> {
	const latest = await fenced(context, (tx) => readLatest(tx, context.tables, context.pair.id, WITNESSES));
	for (const id of latest) {
		if (named.includes(id)) return true;
		const answer = await context.remote.read(id);
		await noteReads(context, answer.status === 'found' ? [answer.record] : [], answer.status === 'found' ? [] : [id], false);
		if (answer.status === 'found') return true;
	}
	return latest.length === 0;
}

/** Keys of rows as the rows spell them, where a person spelled them otherwise; anything else as it was given. */
async function asSpelled(tx: Transaction, context: RunContext, given: readonly string[]): Promise<readonly string[]> {
	const keys = given.map((name) => keyIn(name, context.table.key.length));
	const spelled = await spellKeys(tx, context.table, [...new Set(keys.filter((key) => key !== null))]);
	return given.map((name, index) => {
		const key = keys[index] ?? '';
		const found = spelled.get(key);
		return found === undefined || found === key ? name : found;
	});
}

/** Says which of the ids given name nothing that could be synced. */
async function remarkUnknown(context: RunContext, ids: readonly string[]): Promise<void> {
	const rows = await fenced(context, (tx) =>
		tx.query<{ name: string }>({
			text: `select n.name from unnest($2::text[]) with ordinality as n (name, place) where not exists (
					select 1 from ${context.tables.link} l where l.pair = $1 and l.state <> 'tombstone' and coalesce(l.gone_side, 'local') = 'local'
						and (l.remote_id::text = n.name or l.local_key in (n.name, jsonb_build_array(n.name)::text))) order by n.place`,
			values: [context.pair.id, ids],
		}),
	);
	if (rows.length === 0) return;
	context.remarks.push(`Nothing to sync was found under ${rows.map((row) => row.name).join(', ')}: give keys of rows, or ids of work packages that are in project '${context.info.projectName}' and visible.`);
}
