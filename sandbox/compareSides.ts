import { readLocalTasks } from './compare/localTasks';
import { readWorkPackages, type OpenProjectAccess } from './compare/remoteTasks';
import { disagreementsOf, type ComparedField, type LocalTask, type RemoteTask } from './compare/rules';

/** What need not agree, since a person has to decide or has decided. */
export interface Exemptions {
	/** Fields in open conflict, by row. */
	readonly fields: readonly { readonly rowId: string; readonly field: ComparedField }[];
	/** Rows that could not be carried as a whole. */
	readonly rows: readonly string[];
	/** Work packages whose row was deleted: they are to stand on Rejected. */
	readonly rejected: readonly string[];
	/** Work packages without a row, for other reasons. */
	readonly workPackages: readonly string[];
}

export interface Comparison {
	readonly agree: boolean;
	/** Pairs of row and work package looked at. */
	readonly compared: number;
	/** Sentences for people, at most a hundred. */
	readonly differences: readonly string[];
	readonly differenceCount: number;
}

export interface Sides {
	readonly databaseUrl: string;
	readonly openProject: OpenProjectAccess;
	/** IANA time zone in which due times fall on days. */
	readonly timeZone: string;
}

const REPORTED = 100;
export const NO_EXEMPTIONS: Exemptions = { fields: [], rows: [], rejected: [], workPackages: [] };

/** Compares every task with every work package, by reading both systems itself. See compare/rules.ts for what agreeing means. */
export async function compareSides(sides: Sides, exempt: Exemptions): Promise<Comparison> {
	const [local, remote] = await Promise.all([readLocalTasks(sides.databaseUrl, sides.timeZone), readWorkPackages(sides.openProject)]);
	return compareTasks(local, remote.map(({ task }) => task), exempt);
}

/** The comparison itself. A row goes with the work package whose id was written back to it. */
export function compareTasks(local: readonly LocalTask[], remote: readonly RemoteTask[], exempt: Exemptions): Comparison {
	const partners = new Map(remote.map((task) => [task.id, task]));
	const exemptRows = new Set(exempt.rows);
	const exemptFields = new Set(exempt.fields.map(({ rowId, field }) => `${rowId} ${field}`));
	const differences: string[] = [];
	const rowOf = new Map<string, string>();
	let compared = 0;
	for (const row of local) {
		if (row.workPackage !== null && rowOf.has(row.workPackage)) differences.push(`Rows ${rowOf.get(row.workPackage)} and ${row.id} both carry work package ${row.workPackage}.`);
		if (row.workPackage !== null) rowOf.set(row.workPackage, row.id);
		if (exemptRows.has(row.id)) continue;
		const partner = row.workPackage === null ? undefined : partners.get(row.workPackage);
		if (partner === undefined) {
			differences.push(row.workPackage === null ? `Row ${row.id} ('${row.title}') has no work package.` : `Row ${row.id} carries work package ${row.workPackage}, which is not in the project.`);
			continue;
		}
		compared += 1;
		for (const { field, local: here, remote: there } of disagreementsOf(row, partner)) {
			if (!exemptFields.has(`${row.id} ${field}`)) differences.push(`Row ${row.id} and work package ${partner.id} differ in ${field}: ${shown(here)} here, ${shown(there)} there.`);
		}
	}
	differences.push(...withoutRow(remote, rowOf, exempt));
	return { agree: differences.length === 0, compared, differences: differences.slice(0, REPORTED), differenceCount: differences.length };
}

function withoutRow(remote: readonly RemoteTask[], rowOf: ReadonlyMap<string, string>, exempt: Exemptions): readonly string[] {
	const rejected = new Set(exempt.rejected);
	const known = new Set(exempt.workPackages);
	return remote.flatMap((task) => {
		if (rowOf.has(task.id)) return rejected.has(task.id) ? [`Work package ${task.id} should have lost its row, but row ${rowOf.get(task.id)} carries it.`] : [];
		if (rejected.has(task.id)) return task.status === 'Rejected' ? [] : [`The row of work package ${task.id} was deleted, but its status is '${task.status}' and not 'Rejected'.`];
		return known.has(task.id) ? [] : [`Work package ${task.id} ('${task.subject}') has no row.`];
	});
}

function shown(value: string | null): string {
	if (value === null) return 'nothing';
	return JSON.stringify(value.length > 80 ? `${value.slice(0, 80)}…` : value);
}
