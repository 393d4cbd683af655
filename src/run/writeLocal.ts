import type { DatabaseError } from '../errors';
import type { LinkOutcome } from '../plan';
import { partOf, valueAt } from '../record';
import type { JsonObject } from '../record';
import type { Transaction } from '../postgres';
import { checkNow, deleteRows, drawDefaults, insertRows, updateRows } from '../postgres/stores/writeRows';
import type { WrittenRow } from '../postgres/stores/writeRows';
import { checkNewKeys, NewKeyError } from './checkNewKeys';
import { confirmWrites, keptFields } from './confirmWrites';
import type { RunContext } from './context';
import { isAboutData, SERIALIZATION_FAILURE } from './isAboutData';
import { done, keyHeld, movedOn, refusedFor } from './localJob';
import type { LocalJob, LocalWriteResult } from './localJob';
import type { PreparedLink } from './prepareBatch';
import { UNIQUE_VIOLATION, untangle, VALUE_TAKEN } from './untangle';
import type { TakenValue } from './untangle';

/** Writes the local part of a batch inside its transaction. A row that PostgreSQL refuses fails alone, field by field where it can. */
export async function writeLocal(tx: Transaction, context: RunContext, batch: ReadonlyArray<{ readonly prepared: PreparedLink; readonly remoteId: string | null }>): Promise<ReadonlyMap<string, LocalWriteResult>> {
	const jobs = batch.flatMap(({ prepared, remoteId }): LocalJob[] => {
		const write = prepared.plan.local;
		if (write === null) return [];
		return [{ link: prepared.link.row.id, key: prepared.link.row.local_key, write, sum: prepared.link.live?.sum ?? null, present: prepared.link.live?.record ?? null, remoteId }];
	});
	const results = new Map<string, LocalWriteResult>();
	await insertAll(tx, context, jobs.filter((job) => job.write.kind === 'create'), results);
	await updateAll(tx, context, jobs.filter((job) => job.write.kind !== 'create' && job.write.kind !== 'delete'), results);
	await deleteAll(tx, context, jobs.filter((job) => job.write.kind === 'delete'), results);
	await confirmWrites(tx, context, jobs, results);
	return results;
}

function outcomeOf(row: WrittenRow | null | undefined): LocalWriteResult {
	return row === null || row === undefined ? movedOn : done(row);
}

/** What speaks against a row that was written: PostgreSQL, or its key. */
type Objection = DatabaseError | NewKeyError;

function refusedBy(error: Objection, fields: readonly string[]): LocalWriteResult {
	// Somebody moved the row to another partition meanwhile: it is looked at again.
	if (!(error instanceof NewKeyError) && error.sqlState === SERIALIZATION_FAILURE) return movedOn;
	return refusedFor([refusal(error, fields)]);
}

/** A value another row holds gets a code of its own: that row may be about to give it up. */
function refusal(error: Objection, fields: readonly string[]): LinkOutcome['refused'][number] {
	if (error instanceof NewKeyError) return { fields, side: 'local', code: 'KEY_NOT_KEPT', message: error.message };
	return { fields, side: 'local', code: error.sqlState === UNIQUE_VIOLATION ? VALUE_TAKEN : 'LOCAL_REFUSED', message: error.message };
}

/** Runs a set-based statement; where the data is refused, halves the set until the culprits stand alone. */
async function bisect(tx: Transaction, jobs: readonly LocalJob[], run: (jobs: readonly LocalJob[]) => Promise<void>, alone: (job: LocalJob, error: Objection) => Promise<void>): Promise<void> {
	if (jobs.length === 0) return;
	try {
		await tx.savepoint(async () => {
			await run(jobs);
			await checkNow(tx);
		});
	} catch (error) {
		if (!(error instanceof NewKeyError) && !isAboutData(error)) throw error;
		const [first] = jobs;
		if (jobs.length === 1 && first !== undefined) {
			await alone(first, error);
			return;
		}
		const middle = Math.ceil(jobs.length / 2);
		await bisect(tx, jobs.slice(0, middle), run, alone);
		await bisect(tx, jobs.slice(middle), run, alone);
	}
}

function byColumns(jobs: readonly LocalJob[], columnsOf: (job: LocalJob) => readonly string[]): ReadonlyArray<{ readonly columns: readonly string[]; readonly jobs: readonly LocalJob[] }> {
	const groups = new Map<string, { columns: readonly string[]; jobs: LocalJob[] }>();
	for (const job of jobs) {
		const columns = [...columnsOf(job)].sort();
		const name = JSON.stringify(columns);
		const group = groups.get(name);
		if (group === undefined) groups.set(name, { columns, jobs: [job] });
		else group.jobs.push(job);
	}
	return [...groups.values()];
}

async function updateAll(tx: Transaction, context: RunContext, jobs: readonly LocalJob[], results: Map<string, LocalWriteResult>): Promise<void> {
	const updatable = jobs.filter((job) => job.key !== null && job.sum !== null);
	for (const job of jobs) if (!updatable.includes(job)) results.set(job.link, movedOn);
	const taken: TakenValue[] = [];
	for (const group of byColumns(updatable, (job) => Object.keys(job.write.values))) {
		const run = async (some: readonly LocalJob[]): Promise<void> => {
			const rows = await updateRows(tx, context.table, group.columns, some.map((job) => ({ key: job.key as string, values: job.write.values, plannedSum: job.sum as Buffer })));
			some.forEach((job, place) => results.set(job.link, outcomeOf(rows[place])));
		};
		await bisect(tx, group.jobs, run, (job, error) => updateFieldByField(tx, context, job, error, results, taken));
		for (const job of group.jobs.filter((one) => isLeftOut(context, one, results.get(one.link)))) await updateFieldByField(tx, context, job, null, results, taken);
	}
	await untangle(tx, context, taken, results);
}

function noteTaken(taken: TakenValue[], job: LocalJob, field: string | undefined, values: JsonObject, error: Objection): void {
	if (error instanceof NewKeyError) return;
	const column = error.data['column'];
	if (error.sqlState !== UNIQUE_VIOLATION || job.key === null || job.sum === null || job.present === null || typeof column !== 'string') return;
	taken.push({ link: job.link, key: job.key, field: field ?? null, values, column, held: valueAt(job.present, column) ?? null, sum: job.sum });
}

/** Whether the table took nothing of a row with several fields: one of them may be the reason. */
function isLeftOut(context: RunContext, job: LocalJob, result: LocalWriteResult | undefined): boolean {
	if (result === undefined || job.write.fields.length < 2 || result.refused.length > 0) return false;
	return result.outcome.status !== 'done' || keptFields(context, job, result.outcome.record).length === job.write.fields.length;
}

/** One row with several fields that was refused, or not taken: the fields PostgreSQL takes are written, the others fail on their own. */
async function updateFieldByField(tx: Transaction, context: RunContext, job: LocalJob, first: Objection | null, results: Map<string, LocalWriteResult>, taken: TakenValue[]): Promise<void> {
	if (first !== null && job.write.fields.length < 2) {
		results.set(job.link, refusedBy(first, job.write.fields));
		noteTaken(taken, job, job.write.fields[0], job.write.values, first);
		return;
	}
	const refused: Array<LinkOutcome['refused'][number]> = [];
	// What a set-based statement came to before it was refused as a whole is undone.
	const before = first === null ? results.get(job.link) : undefined;
	let sum = before?.row?.sum ?? (job.sum as Buffer);
	let written: WrittenRow | null = null;
	for (const name of job.write.fields) {
		const field = context.mapping.fields.find((candidate) => candidate.name === name);
		const values = partOf(job.write.values, field?.local ?? []);
		try {
			const [row] = await updateAlone(tx, context, job, values, sum);
			// Edited meanwhile, or not taken: what is there in the end will tell.
			if (row === undefined || row === null) continue;
			written = row;
			sum = row.sum;
		} catch (error) {
			if (!isAboutData(error)) throw error;
			refused.push(refusal(error, [name]));
			noteTaken(taken, job, name, values, error);
		}
	}
	if (written !== null) results.set(job.link, done(written, refused));
	else if (refused.length > 0) results.set(job.link, refusedFor(refused));
	else results.set(job.link, before ?? movedOn);
}

function updateAlone(tx: Transaction, context: RunContext, job: LocalJob, values: JsonObject, plannedSum: Buffer): Promise<ReadonlyArray<WrittenRow | null>> {
	return tx.savepoint(async () => {
		const rows = await updateRows(tx, context.table, Object.keys(values).sort(), [{ key: job.key as string, values, plannedSum }]);
		await checkNow(tx);
		return rows;
	});
}

async function deleteAll(tx: Transaction, context: RunContext, jobs: readonly LocalJob[], results: Map<string, LocalWriteResult>): Promise<void> {
	const run = async (some: readonly LocalJob[]): Promise<void> => {
		const rows = await deleteRows(tx, context.table, some.map((job) => ({ key: job.key as string, plannedSum: job.sum as Buffer })));
		some.forEach((job, place) => {
			const row = rows[place] ?? null;
			results.set(job.link, row === null ? movedOn : { outcome: { status: 'done', record: {} }, refused: [], row: null, whole: row.whole });
		});
	};
	for (const job of jobs) if (job.key === null || job.sum === null) results.set(job.link, movedOn);
	await bisect(tx, jobs.filter((job) => job.key !== null && job.sum !== null), run, async (job, error) => void results.set(job.link, refusedBy(error, [])));
}

async function insertAll(tx: Transaction, context: RunContext, jobs: readonly LocalJob[], results: Map<string, LocalWriteResult>): Promise<void> {
	if (jobs.length === 0) return;
	const rows = await rowsToInsert(tx, context, jobs);
	for (const group of byColumns(jobs, (job) => Object.keys(rows.get(job.link) as JsonObject))) {
		const run = async (some: readonly LocalJob[]): Promise<void> => {
			const written = await insertRows(tx, context.table, group.columns, some.map((job) => rows.get(job.link) as JsonObject));
			// A trigger that was put off may give rows other keys, too.
			await checkNow(tx);
			await checkNewKeys(tx, context, some.flatMap(({ link }, place) => (written[place]?.key === undefined ? [] : [{ link, key: written[place].key }])));
			some.forEach((job, place) => results.set(job.link, outcomeOf(written[place])));
		};
		await bisect(tx, group.jobs, run, async (job, error) => void results.set(job.link, error instanceof NewKeyError && error.reason === 'held' ? keyHeld : refusedBy(error, [])));
	}
}

/** The rows with their keys drawn from the table's own defaults, and the configured values for columns the table does not fill. */
async function rowsToInsert(tx: Transaction, context: RunContext, jobs: readonly LocalJob[]): Promise<ReadonlyMap<string, JsonObject>> {
	const drawn = new Map<string, readonly string[]>();
	const given = new Set([...context.table.columns.map((column) => column.name), ...Object.keys(context.configuration.insertDefaults)]);
	for (const column of context.table.key) {
		if (given.has(column.name) && jobs.every((job) => Object.hasOwn(job.write.values, column.name) || Object.hasOwn(context.configuration.insertDefaults, column.name))) continue;
		const expression = keySource(context, column.name);
		if (expression !== null) drawn.set(column.name, await drawDefaults(tx, context.table, expression, jobs.length));
	}
	return new Map(jobs.map((job, index) => {
		const keys = [...drawn].map(([name, values]) => [name, values[index] as string] as const);
		return [job.link, Object.fromEntries([...defaultsFor(context, job), ...keys, ...Object.entries(job.write.values)])];
	}));
}

/** Where a new row's key comes from: the column's default, its identity sequence, or a random UUID. */
export function keySource(context: Pick<RunContext, 'description' | 'table'>, name: string): string | null {
	const column = context.description.columns.find((candidate) => candidate.name === name);
	if (column === undefined) return null;
	if (column.defaultExpression !== null) return column.defaultExpression;
	if (column.identity !== null) return `nextval(pg_get_serial_sequence('${`"${context.table.schema}"."${context.table.table}"`.replaceAll("'", "''")}', '${name.replaceAll("'", "''")}'))`;
	return column.type === 'uuid' ? 'gen_random_uuid()' : null;
}

function defaultsFor(context: RunContext, job: LocalJob): Array<readonly [string, JsonObject[string]]> {
	return Object.entries(context.configuration.insertDefaults).flatMap(([name, value]) => {
		const column = context.description.columns.find((candidate) => candidate.name === name);
		if (column === undefined || column.defaultExpression !== null) return [];
		return [[name, typeof value === 'string' ? value.replaceAll('{remoteId}', job.remoteId ?? '') : value] as const];
	});
}
