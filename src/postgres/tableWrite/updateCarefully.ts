import type { ColumnDescription } from '../describeColumns';
import { differs } from '../differs';
import { quoteIdentifier } from '../quoteIdentifier';
import type { RangeUse } from './applyCarefully';
import { type Fates, leftOut } from './fates';
import type { Range } from './isolateFailures';
import { positionsIn } from './positionsIn';
import { ORDINAL, STAGED } from './stage';
import { inRange, MOVED } from './statements';

const BEFORE = 'pg_temp.batch_sync_before';

/**
 * Updates the rows of a range, those of `only` where that is given, and notes what became of each by what its row held before and
 * holds afterwards: a row that holds the same as before though it was to be changed was not written, whatever was counted.
 */
export async function updateCarefully(use: RangeUse, range: Range, only: readonly number[] | null, fates: Fates): Promise<void> {
	const { tx, prepared, sql } = use;
	const values = [range.from, range.to, only];
	const which = `not m.is_new and ${inRange} and ($3::int4[] is null or m.ordinal = any($3))`;
	const compared = prepared.description.columns.filter(({ name }) => sql.written.includes(name) || name === prepared.write.checksumColumn);
	const held = compared.map(({ name }) => `t.${quoteIdentifier(name)}`).join(', ');
	await tx.execute({ text: `create temporary table ${BEFORE.slice('pg_temp.'.length)} on commit drop as select m.ordinal as ${ORDINAL}, ${held} from ${MOVED} m join ${STAGED} s on m.ordinal = s.${ORDINAL} join ${sql.target} t on ${sql.keyMatches} where ${which}`, values });
	const update = `${sql.update} and ($3::int4[] is null or m.ordinal = any($3))`;
	let written: ReadonlySet<number> | null = null;
	if (prepared.hooks.rules.update) await tx.execute({ text: update, values });
	else written = new Set(positionsIn((await tx.query<{ written: string | null }>({ text: `with done as (${update} returning m.ordinal) select array_agg(ordinal)::text as written from done`, values }))[0]?.written));
	const rows = await tx.query<{ state: State; positions: string }>({
		text: `select state, array_agg(ordinal)::text as positions from (
				select m.ordinal, case when ${isGone(prepared.write.match)} then 'gone' when not (${sql.differs}) then 'as_given' when ${sameAsBefore(compared)} then 'as_before' else 'altered' end as state
				from ${MOVED} m join ${STAGED} s on m.ordinal = s.${ORDINAL} left join ${BEFORE} b on b.${ORDINAL} = m.ordinal left join ${sql.target} t on ${sql.keyMatches} where ${which}
			) l group by 1`,
		values,
	});
	await tx.execute({ text: `drop table ${BEFORE}` });
	for (const { state, positions } of rows) for (const index of positionsIn(positions)) note(use, index, state, written === null ? state !== 'as_before' : written.has(index), fates);
}

/** What the row of a record is after an update. */
type State = 'gone' | 'as_given' | 'as_before' | 'altered';

function note({ prepared }: RangeUse, index: number, state: State, isWritten: boolean, fates: Fates): void {
	const table = `${prepared.description.schema}.${prepared.description.table}`;
	if (state === 'gone' && !isWritten) {
		// Somebody deleted it since it was found.
		if (prepared.write.mode === 'update') fates.notFound.push(index);
		else fates.refused.push({ index, column: prepared.write.match[0] ?? null, code: 'ROW_GONE', reason: 'Its row was deleted by somebody else while it was being written. Write it once more.' });
	} else if (state === 'as_before' || (state === 'altered' && !isWritten)) fates.leftOut.push(leftOut(index, table, 'its row holds what it held before'));
	else if (!isWritten) fates.unchanged.push(index);
	else {
		fates.updated.push(index);
		if (state === 'altered') fates.altered.push(index);
	}
}

function isGone([key]: readonly string[]): string {
	return key === undefined ? 'false' : `t.${quoteIdentifier(key)} is null`;
}

function sameAsBefore(columns: readonly ColumnDescription[]): string {
	return `not (${columns.map((column) => differs(column, 't', 'b')).join(' or ')})`;
}
