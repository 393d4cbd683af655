import { differencesBetween } from '../../support/compareFlrts';
import type { SyncWorld } from '../../support/syncWorld';
import { priorityThere, type BothSides, type KnownRecord } from './known';

/** What is not as it must be, in sentences. */
export interface Verdict {
	/** Records looked at. */
	readonly records: number;
	/** An edit, a record or a deletion that did not come through. */
	readonly lost: readonly string[];
	/** A record that is there twice. */
	readonly doubled: readonly string[];
}

interface Row {
	readonly id: string;
	readonly title: string;
	readonly description: string | null;
	readonly due: string | null;
	readonly priority: string | null;
	readonly openproject_id: number | null;
}

/** Looks at both sides' contents alone: at what the editors did, and whether the sides agree. Nothing here asks the engine. */
export async function judge(world: BothSides, records: readonly KnownRecord[]): Promise<Verdict> {
	const rows = await world.sql<Row>('select id, task_title as title, task_description_detailed as description, due_date::text as due, priority, openproject_id from tasks');
	const packages = world.server.store.list();
	const lost = records.flatMap((record) => {
		const row = rows.find((one) => one.id === record.rowId || (record.packageId !== null && one.openproject_id === record.packageId));
		const there = packages.find((one) => one.id === (record.packageId ?? row?.openproject_id));
		if (record.isGone) return [...(row === undefined ? [] : [`${record.name} was deleted, and its row is there`]), ...(there === undefined || there.status === 'Rejected' ? [] : [`${record.name} was deleted, and its work package is ${there.status}`])];
		if (row === undefined || there === undefined) return [`${record.name} has ${row === undefined ? 'no row' : 'no work package'}`];
		const { title, description, due, priority } = record.expected;
		return [
			...differs(record, 'title', title, row.title, there.subject),
			...(description === undefined ? [] : differs(record, 'description', description, row.description, there.description)),
			...(due === undefined ? [] : differs(record, 'due date', due, row.due, there.dueDate)),
			...(priority === undefined ? [] : [...differs(record, 'priority', priority, row.priority), ...differs(record, 'priority', priorityThere[priority], there.priority)]),
		];
	});
	const living = packages.filter((one) => one.status !== 'Rejected');
	const doubled = [...twice(rows.map((row) => row.title), 'row'), ...twice(living.map((one) => one.subject), 'work package'), ...twice(rows.flatMap((row) => row.openproject_id ?? []), 'row with work package')];
	// It reads these two alone.
	const between = await differencesBetween(world as SyncWorld);
	return { records: records.length, lost: [...lost, ...between], doubled };
}

function differs(record: KnownRecord, what: string, wanted: string, ...present: readonly (string | null)[]): readonly string[] {
	return present.filter((value) => value !== wanted).map((value) => `${what} of ${record.name}: '${String(value)}' and not '${wanted}'`);
}

function twice(values: readonly (string | number)[], what: string): readonly string[] {
	return [...new Set(values.filter((value, at) => values.indexOf(value) !== at))].map((value) => `${what} '${value}' is there more than once`);
}
