import { createReadStream } from 'node:fs';
import { access, rename, writeFile } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import type { OpenProjectServer } from './openproject';
import type { Activity, CustomValue, WorkPackage } from './openproject/data/model';

type Database = OpenProjectServer['store']['instance']['database'];

/** What a line of the file holds; first the counters, then a work package each. */
interface Counters {
	/** Ids up to these have been given and are not given again. */
	readonly workPackage: number;
	readonly activity: number;
}

interface Entry {
	readonly row: Omit<WorkPackage, 'customValues'> & { readonly customValues: readonly (readonly [number, CustomValue])[] };
	readonly activities: readonly Omit<Activity, 'id' | 'version'>[];
}

const LINES_PER_WRITE = 2000;

/** Saves the work packages of the stand-in, which lives in memory, with versions, times and history. The file is whole or as it was. */
export async function saveStandIn(server: OpenProjectServer, file: string): Promise<void> {
	const { database } = server.store['instance'];
	const counters: Counters = { workPackage: database.nextId('workPackage'), activity: database.nextId('activity') };
	await writeFile(`${file}.new`, linesOf(counters, database), { mode: 0o600 });
	await rename(`${file}.new`, file);
}

/** Fills an empty stand-in from such a file; does nothing where there is none. */
export async function loadStandIn(server: OpenProjectServer, file: string): Promise<void> {
	const isThere = await access(file).then(() => true, () => false);
	if (!isThere) return;
	const { database } = server.store['instance'];
	let counters: Counters | undefined;
	for await (const line of createInterface({ input: createReadStream(file, 'utf8') })) {
		if (counters === undefined) counters = JSON.parse(line) as Counters;
		else restore(database, JSON.parse(line) as Entry);
	}
	if (counters === undefined) throw new Error(`${file} is empty. Delete the folder it is in to start afresh.`);
	database.reserveId('workPackage', counters.workPackage);
	database.reserveId('activity', counters.activity);
}


function* linesOf(counters: Counters, database: Database): Generator<string> {
	let lines = [JSON.stringify(counters)];
	for (const row of database.workPackages.byId.rows) {
		const entry: Entry = { row: { ...row, customValues: [...row.customValues] }, activities: database.activitiesOf(row.id) };
		lines.push(JSON.stringify(entry));
		if (lines.length < LINES_PER_WRITE) continue;
		yield `${lines.join('\n')}\n`;
		lines = [];
	}
	yield lines.map((line) => `${line}\n`).join('');
}

function restore(database: Database, { row, activities }: Entry): void {
	// A file of an earlier sandbox knows no versions and categories.
	database.workPackages.save({ ...{ versionId: null, categoryId: null }, ...row, customValues: new Map(row.customValues) });
	// A file of an earlier sandbox holds activities without what has been added since.
	for (const activity of activities) database.addActivity({ ...{ cause: null, changes: [], updatedAt: activity.createdAt }, ...activity });
}
