import { readRowVersions } from './compare/localTasks';
import { readWorkPackages } from './compare/remoteTasks';
import type { Sides } from './compareSides';

/** A version for every row and every work package: any write to one of them changes its. */
export interface Versions {
	readonly local: ReadonlyMap<string, string>;
	readonly remote: ReadonlyMap<string, string>;
}

export async function readVersions(sides: Sides): Promise<Versions> {
	const [local, remote] = await Promise.all([readRowVersions(sides.databaseUrl), readWorkPackages(sides.openProject)]);
	return { local, remote: new Map(remote.map(({ task, version }) => [task.id, version])) };
}

/** Sentences naming what was written between two readings; empty if nothing was. At most ten each side. */
export function writesBetween(before: Versions, after: Versions): readonly string[] {
	return [
		...changed(before.local, after.local).map((id) => `Row ${id} was written.`),
		...changed(before.remote, after.remote).map((id) => `Work package ${id} was written.`),
	];
}

function changed(before: ReadonlyMap<string, string>, after: ReadonlyMap<string, string>): readonly string[] {
	const ids = new Set([...before.keys(), ...after.keys()]);
	return [...ids].filter((id) => before.get(id) !== after.get(id)).slice(0, 10);
}
