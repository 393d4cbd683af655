import { foldBases } from '../../plan/foldBases';
import type { BaseStep } from '../../plan/foldBases';
import type { RunHistory, SideHistory } from '../../plan/planUndo';
import { groupBy, partOf } from '../../record';
import type { JsonObject, Side } from '../../record';
import type { Transaction } from '../types';
import type { Tables } from './tables';

interface WriteRow {
	readonly link: string;
	readonly side: Side;
	readonly kind: string;
	readonly values_sent: JsonObject | null;
	readonly before_image: JsonObject | null;
	readonly after_image: JsonObject | null;
}

interface StepRow extends BaseStep {
	readonly link: string;
	readonly is_before: boolean;
}

/** Operations took effect in this order. */
const inOrder = 'order by o.settled_order';

/** What a run did to these links, by link id; links it did nothing to are left out. */
export async function readHistory(tx: Transaction, tables: Tables, run: string, links: readonly string[]): Promise<ReadonlyMap<string, RunHistory>> {
	const writes = await tx.query<WriteRow>({
		text: `select o.link, o.side, o.kind, o.values_sent, o.before_image, o.after_image from ${tables.operation} o
			where o.run = $1 and o.link = any($2::bigint[]) and o.status = 'done' and o.side <> 'none' ${inOrder}`,
		values: [run, links],
	});
	const steps = await tx.query<StepRow>({
		text: `select o.link, o.kind, o.agreed_local, o.agreed_remote, o.run < $1 as is_before from ${tables.operation} o
			where o.link = any($2::bigint[]) and o.run <= $1 and o.status = 'done' and o.base_after is not null ${inOrder}`,
		values: [run, links],
	});
	const parents = await tx.query<{ id: string; parent: string }>({
		text: `select l.id, p.remote_id as parent from ${tables.link} l join ${tables.link} p on p.id = l.parent_link where l.id = any($1::bigint[]) and p.remote_id is not null and p.state <> 'tombstone'`,
		values: [links],
	});
	const parentOf = new Map(parents.map((row) => [row.id, row.parent]));
	const writesOf = groupBy(writes, (row) => row.link);
	const stepsOf = groupBy(steps, (row) => row.link);
	const touched = links.filter((link) => writesOf.has(link) || stepsOf.get(link)?.some((step) => !step.is_before) === true);
	return new Map(touched.map((link) => {
		const own = writesOf.get(link) ?? [];
		const moves = stepsOf.get(link) ?? [];
		const before = foldBases(moves.filter((step) => step.is_before));
		return [link, {
			local: netOf(own.filter((row) => row.side === 'local')),
			remote: netOf(own.filter((row) => row.side === 'remote')),
			before,
			after: foldBases(moves.filter((step) => !step.is_before), before),
			parentRemoteId: parentOf.get(link) ?? null,
		}];
	}));
}

/** Several writes to one side as one. */
function netOf(rows: readonly WriteRow[]): SideHistory | null {
	const [first] = rows;
	if (first === undefined) return null;
	const isMade = first.kind === 'create';
	let before: JsonObject = {};
	let after: JsonObject | null = {};
	const names = new Set<string>();
	for (const row of rows) {
		before = { ...(row.before_image ?? {}), ...before };
		for (const name of Object.keys(row.values_sent ?? {})) names.add(name);
		after = row.kind === 'delete' ? null : (row.after_image ?? { ...after, ...row.values_sent });
	}
	if (isMade) return after === null ? null : { kind: 'create', names: Object.keys(after), before: null, after };
	if (after === null) return { kind: 'delete', names: Object.keys(before), before, after };
	return { kind: 'update', names: [...names], before: partOf(before, [...names]), after };
}
