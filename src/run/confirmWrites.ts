import { CHANGED_BY_TABLE, judgeField } from '../plan';
import type { LinkOutcome } from '../plan';
import type { CompiledField } from '../mapping';
import type { Transaction } from '../postgres';
import { readLocalRows } from '../postgres/stores/linkStore';
import type { LocalRow } from '../postgres/stores/linkStore';
import type { RunContext } from './context';
import { done, keyHeld, movedOn, refusedFor } from './localJob';
import type { LocalJob, LocalWriteResult } from './localJob';

/** Code of a write that the table answered without an error and did not take. */
export const NOT_TAKEN = 'NOT_TAKEN';

type Refusal = LinkOutcome['refused'][number];

/**
 * What counts as written is what PostgreSQL says is there once everything has run that the writes set off: triggers before and
 * after, rules, checks that were put off, other rows' cascades. A write the table did not take is a failure of its record.
 */
export async function confirmWrites(tx: Transaction, context: RunContext, jobs: readonly LocalJob[], results: Map<string, LocalWriteResult>): Promise<void> {
	const keyOf = (job: LocalJob): string | null => results.get(job.link)?.row?.key ?? job.key;
	const keys = jobs.flatMap((job) => keyOf(job) ?? []);
	const rows = await readLocalRows(tx, context.table, keys);
	for (const job of jobs) {
		const result = results.get(job.link);
		const key = keyOf(job);
		if (result !== undefined) results.set(job.link, confirm(context, job, result, key === null ? undefined : rows.get(key)));
	}
}

function confirm(context: RunContext, job: LocalJob, result: LocalWriteResult, row: LocalRow | undefined): LocalWriteResult {
	if (result.outcome.status === 'none' || result === keyHeld) return result;
	switch (job.write.kind) {
		case 'create': return result.outcome.status === 'done' && row !== undefined ? confirmFields(context, job, result, row) : notTaken(context, 'took no new row', []);
		case 'delete': return confirmDeletion(context, job, result, row);
		case 'update':
		case 'archive':
		case 'restore':
			if (row === undefined) return movedOn;
			if (result.outcome.status === 'done') return confirmFields(context, job, result, row);
			return isAsPlanned(job, row) ? notTaken(context, 'kept the row as it was', job.write.fields) : result;
	}
}

function isAsPlanned(job: LocalJob, row: LocalRow): boolean {
	return job.sum !== null && row.sum.equals(job.sum);
}

function confirmDeletion(context: RunContext, job: LocalJob, result: LocalWriteResult, row: LocalRow | undefined): LocalWriteResult {
	if (row === undefined) return result;
	// A trigger may mark rows as deleted instead: where that takes the row out of the filter, the next observation sets it aside.
	if (!row.inside || (result.outcome.status !== 'done' && !isAsPlanned(job, row))) return movedOn;
	return notTaken(context, 'kept the row that was to be deleted', []);
}

function confirmFields(context: RunContext, job: LocalJob, result: LocalWriteResult, row: LocalRow): LocalWriteResult {
	const known = new Set(result.refused.flatMap((refusal) => refusal.fields));
	const fields = writtenFields(context, job).filter((field) => !known.has(field.name));
	const refused = fields.flatMap((field) => refusalOf(context, job, field, row));
	const isWhole = job.write.fields.length === 0;
	const isUntouched = fields.length > 0 && refused.filter((one) => one.code === NOT_TAKEN).length === fields.length;
	if (isUntouched) return refusedFor([...result.refused, ...(isWhole ? refused.slice(0, 1).map((one) => ({ ...one, fields: [] })) : refused)]);
	return done(row, isWhole ? result.refused : [...result.refused, ...refused]);
}

/** The fields a write names; of one that names none, those whose columns it writes. */
function writtenFields(context: RunContext, { write }: LocalJob): readonly CompiledField[] {
	return context.mapping.fields.filter((field) => (write.fields.length > 0 ? write.fields.includes(field.name) : field.local.some((name) => Object.hasOwn(write.values, name))));
}

/** Fields of the row of which the table took nothing. */
export function keptFields(context: RunContext, job: LocalJob, after: LocalRow['record']): readonly string[] {
	return writtenFields(context, job).filter((field) => ['kept', 'emptied'].includes(judgeField(field, { before: job.present, sent: job.write.values, after }))).map((field) => field.name);
}

function refusalOf(context: RunContext, job: LocalJob, field: CompiledField, row: LocalRow): readonly Refusal[] {
	const verdict = judgeField(field, { before: job.present, sent: job.write.values, after: row.record });
	const columns = field.local.map((column) => `'${column}'`).join(', ');
	switch (verdict) {
		case 'held': return [];
		case 'kept': return [refusal(context, `kept what ${columns} held`, [field.name])];
		case 'emptied': return [{ ...refusal(context, `left ${columns} empty instead`, [field.name]), code: CHANGED_BY_TABLE }];
		case 'changed':
			// What the table makes of a value is carried back, unless this side has no say in the field.
			if (field.owner !== 'remote' && context.configuration.direction !== 'to_local') return [];
			return [{ ...refusal(context, `stored another value in ${columns}`, [field.name]), code: CHANGED_BY_TABLE }];
	}
}

function notTaken(context: RunContext, what: string, fields: readonly string[]): LocalWriteResult {
	return refusedFor([refusal(context, what, fields)]);
}

function refusal(context: RunContext, what: string, fields: readonly string[]): Refusal {
	const { schema, table } = context.table;
	const sentence = `${schema}.${table} did not take what OpenProject holds and gave no error: it ${what}, through a trigger, a rule or a row-level policy of its own.`;
	return { fields, side: 'local', code: NOT_TAKEN, message: `${sentence} Both sides stay as they are. Change the work package, or what stands in the way in the table.` };
}
