import type { Project, WorkPackage } from '../data/model';
import { notFound } from '../http/apiError';
import type { Exchange } from '../http/exchange';

/** The visible work package the path names; 404 for missing and invisible alike. */
export function workPackageOf({ instance, access, parameters }: Exchange): WorkPackage {
	const row = /^\d+$/.test(parameters[0] ?? '') ? instance.database.workPackages.get(Number(parameters[0])) : undefined;
	if (row === undefined || !access.seesWorkPackage(row)) throw notFound();
	return row;
}

/** The visible project the path names by id or identifier; 404 for missing and invisible alike. */
export function projectOf({ instance, access, parameters }: Exchange): Project {
	const name = parameters[0] ?? '';
	const { projects } = instance.database;
	const project = /^\d+$/.test(name) ? projects.get(Number(name)) : [...projects.values()].find((candidate) => candidate.identifier === name);
	if (project === undefined || !access.seesProject(project)) throw notFound();
	return project;
}

/** An entry of a catalog by the id in the path. */
export function entryOf<Row>(table: ReadonlyMap<number, Row>, { parameters }: Exchange): Row {
	const row = table.get(Number(parameters[0]));
	if (row === undefined) throw notFound();
	return row;
}
