import { fetchHttp, HttpTransportError, openProjectRemote, systemClock } from '../../../src/openproject';
import type { HttpPort } from '../../../src/openproject';
import { compileMapping, flrtsPreset } from '../../../src/mapping';
import { connectionFromUrl, openDatabase } from '../../../src/postgres';
import { defaultSettings, runSync } from '../../../src/run';
import type { PairConfiguration, RunMode, RunResult } from '../../../src/run';
import { createTestDatabase } from '../../support/postgres';
import { flrtsTables } from '../../support/syncWorld';
import { readPackages, writePackage } from './people';
import type { Package } from './people';

/** Where the trial runs, and as whom. */
export interface TrialOptions {
	readonly url: string;
	/** Key of the user the sync runs as. */
	readonly key: string;
	/** Key of somebody who edits in OpenProject meanwhile, and may delete. */
	readonly personKey: string;
	readonly project: string;
	readonly tasks: number;
	/** Names of custom fields of the project: text for the local id, list, version, user. */
	readonly fields: { readonly provenance: string; readonly list: string; readonly version: string; readonly user: string };
	/** Values the list and version fields allow, and a user's id. */
	readonly values: { readonly list: readonly string[]; readonly version: readonly string[]; readonly user: string };
	readonly log: (line: string) => void;
}

export interface TrialReport {
	readonly runs: ReadonlyArray<{ readonly what: string; readonly status: string; readonly requests: number; readonly written: RunResult['written']; readonly failures: number; readonly conflicts: number; readonly seconds: number; readonly remarks: readonly string[] }>;
	/** In words; empty where both sides agree and no date moved that nobody moved. */
	readonly differences: readonly string[];
}

interface Row {
	readonly id: string;
	readonly task_title: string;
	readonly status: string;
	readonly due: string | null;
	readonly area: string | null;
	readonly release: string | null;
	readonly contact: string | null;
	readonly openproject_id: number | null;
	readonly parent: number | null;
}

/**
 * The FLRTS sync against an OpenProject as it is: a tree of tasks with due dates on weekends and on every level, list, version and user
 * fields, edits on both sides, conflicts, deletions, answers that are lost. Every value a person set is kept in mind, and compared at the end.
 */
export async function runTrial(options: TrialOptions): Promise<TrialReport> {
	const testDatabase = await createTestDatabase();
	const database = await openDatabase(connectionFromUrl(testDatabase.url));
	const sql = async <T>(text: string, values: readonly unknown[] = []): Promise<readonly T[]> => await database.transaction((tx) => tx.query<T>({ text, values }), { rolePath: true });
	const people = fetchHttp({ baseUrl: options.url, apiKey: options.personKey });
	const runs: Array<TrialReport['runs'][number]> = [];
	try {
		await database.transaction((tx) => tx.execute({ text: `${flrtsTables} alter table tasks add column area text, add column release text, add column contact text;` }), { rolePath: true });
		const configuration = await configurationOf(options, fetchHttp({ baseUrl: options.url, apiKey: options.key }));
		const run = async (what: string, mode: RunMode, http: HttpPort = fetchHttp({ baseUrl: options.url, apiKey: options.key })): Promise<RunResult> => {
			const clock = systemClock();
			const remote = openProjectRemote({ http, clock, baseUrl: options.url, scope: configuration.remote, properties: compileMapping(configuration.fields, { policies: configuration.policies }).remoteProperties });
			const result = await runSync({ database, remote, clock, schema: 'batch_sync' }, configuration, { ...defaultSettings, workers: 5 }, { mode, trigger: 'test', startedBy: 'trial' }, { allowSetUp: true });
			runs.push({ what, status: result.status, requests: result.requests, written: result.written, failures: result.failureCount, conflicts: result.conflictCount, seconds: Math.round(result.durationMs / 1000), remarks: result.remarks });
			options.log(`${what}: ${result.status}, ${result.written.local}/${result.written.remote} written, ${result.failureCount} failed, ${result.conflictCount} conflicts, ${result.requests} requests, ${Math.round(result.durationMs / 1000)} s${result.remarks.length === 0 ? '' : ` · ${result.remarks.join(' ')}`}`);
			for (const failure of result.failures.slice(0, 5)) options.log(`  failed: ${JSON.stringify(failure).slice(0, 400)}`);
			return result;
		};
		const dates = await addTasks(sql, options);
		await run('first sync', 'full_sync', losingSome(fetchHttp({ baseUrl: options.url, apiKey: options.key }), 40));
		await run('after lost answers', 'incremental');
		await run('nothing to do, incremental', 'incremental');
		await run('nothing to do, full', 'full_sync');
		await editBothSides({ sql, people, options, dates });
		await run('edits on both sides', 'incremental', losingSome(fetchHttp({ baseUrl: options.url, apiKey: options.key }), 15));
		await run('second run', 'incremental');
		await run('full', 'full_sync');
		const differences = await compare({ sql, people, options, dates, listKey: configuration.fields.find((field) => field.name === 'area')?.remote[0] as string });
		return { runs, differences };
	} finally {
		people.close();
		await database.close();
		await testDatabase.drop();
	}
}

async function configurationOf(options: TrialOptions, http: HttpPort): Promise<PairConfiguration> {
	const { fields, project } = options;
	const answer = await http.send({ method: 'GET', path: `/api/v3/projects/${project}`, timeoutMs: 60_000 });
	const { id } = JSON.parse(answer.body) as { readonly id: number };
	const schema = JSON.parse((await http.send({ method: 'GET', path: `/api/v3/work_packages/schemas/${id}-1`, timeoutMs: 60_000 })).body) as Readonly<Record<string, { readonly name?: string }>>;
	const keyOf = (name: string): string => Object.keys(schema).find((key) => schema[key]?.name === name) ?? name;
	const preset = flrtsPreset({ timeZone: 'America/New_York' });
	return {
		...preset,
		name: 'trial',
		local: { schema: 'public', table: 'tasks', key: ['id'], editedAt: 'updated_at' },
		remote: { project, type: 'Task', provenanceField: fields.provenance },
		direction: 'both',
		fields: [
			...preset.fields,
			{ name: 'area', local: ['area'], remote: [keyOf(fields.list)], lens: { kind: 'identity' } },
			{ name: 'release', local: ['release'], remote: [keyOf(fields.version)], lens: { kind: 'identity' } },
			{ name: 'contact', local: ['contact'], remote: [keyOf(fields.user)], lens: { kind: 'identity' } },
		],
	} as unknown as PairConfiguration;
}

type Sql = <T>(text: string, values?: readonly unknown[]) => Promise<readonly T[]>;

/** A tree of three levels; every second due date is a Saturday or Sunday. Gives the due date each row is to have, by id. */
async function addTasks(sql: Sql, { tasks, values }: TrialOptions): Promise<Map<string, string | null>> {
	const dates = new Map<string, string | null>();
	const ids: string[] = [];
	for (let index = 0; index < tasks; index += 1) {
		const parent = index < 10 ? null : (ids[index < 60 ? index % 10 : 10 + (index % 50)] ?? null);
		const due = index % 17 === 5 ? null : new Date(Date.UTC(2026, 5, 1 + ((index * 3) % 60))).toISOString().slice(0, 10);
		const [row] = await sql<{ id: string }>(
			`insert into tasks (task_id_display, task_title, priority, due_date, parent_task_id, area, release, contact) values ($1, $2, 'Medium', $3, $4, $5, $6, $7) returning id`,
			[`T-${index}`, `Task ${index}`, due, parent, values.list[index % values.list.length], index % 3 === 0 ? null : values.version[index % values.version.length], index % 4 === 0 ? values.user : null],
		);
		ids.push((row as { id: string }).id);
		dates.set((row as { id: string }).id, due);
	}
	return dates;
}

interface Trial {
	readonly sql: Sql;
	readonly people: HttpPort;
	readonly options: TrialOptions;
	readonly dates: Map<string, string | null>;
}

async function rowsOf(sql: Sql): Promise<readonly Row[]> {
	return await sql<Row>(`select t.id, t.task_title, t.status::text as status, t.due_date::text as due, t.area, t.release, t.contact, t.openproject_id, p.openproject_id as parent from tasks t left join tasks p on p.id = t.parent_task_id order by t.created_at, t.task_id_display`);
}

/** Titles and dates here and there, some of the same record, some of the same field; rows deleted; a new one on either side. */
async function editBothSides({ sql, people, options, dates }: Trial): Promise<void> {
	const rows = await rowsOf(sql);
	const linked = rows.filter((row) => row.openproject_id !== null);
	for (const [index, row] of linked.entries()) {
		if (index % 6 === 0) {
			const due = new Date(Date.UTC(2026, 8, 1 + (index % 28))).toISOString().slice(0, 10);
			await sql(`update tasks set due_date = $2 where id = $1`, [row.id, due]);
			dates.set(row.id, due);
		}
		if (index % 7 === 1) await sql(`update tasks set task_title = task_title || ' (here)' where id = $1`, [row.id]);
		if (index % 10 === 3) {
			const due = `2026-10-${String(1 + (index % 4)).padStart(2, '0')}`;
			const held = await writePackage(people, row.openproject_id as number, index % 6 === 0 ? { description: { raw: 'there' } } : { dueDate: due, scheduleManually: true, ignoreNonWorkingDays: true, startDate: null });
			if (index % 6 !== 0) dates.set(row.id, held);
		}
		if (index % 21 === 1) await writePackage(people, row.openproject_id as number, { subject: `${row.task_title} (there)` });
	}
	for (const row of linked.slice(-4)) {
		await sql(`delete from tasks where id = $1`, [row.id]);
		dates.delete(row.id);
	}
	options.log('edited on both sides');
}

async function compare({ sql, people, options, dates, listKey }: Trial & { readonly listKey: string }): Promise<readonly string[]> {
	const rows = await rowsOf(sql);
	const packages = await readPackages(people, options.project);
	const byId = new Map(packages.map((one) => [one.id, one]));
	const found: string[] = [];
	const keys = packages.map((one) => one.key).filter((key) => key !== null);
	if (new Set(keys).size !== keys.length) found.push('a key is on several work packages');
	for (const row of rows) found.push(...differencesOf(row, row.openproject_id === null ? undefined : byId.get(row.openproject_id), dates, listKey));
	return found;
}

function differencesOf(row: Row, one: Package | undefined, dates: ReadonlyMap<string, string | null>, listKey: string): readonly string[] {
	if (one === undefined) return [`row ${row.task_title} has no work package`];
	const wanted = dates.get(row.id) ?? null;
	return [
		...(row.due === wanted ? [] : [`due date of row ${row.task_title}: ${String(row.due)}, nobody set that (${String(wanted)})`]),
		...(one.dueDate === row.due ? [] : [`due date of ${row.task_title}: ${String(row.due)} and ${String(one.dueDate)}`]),
		...(one.startDate === null ? [] : [`start date of ${row.task_title}: ${one.startDate}, nobody set that`]),
		...(one.subject === row.task_title || /\(here\).*|\(there\)/.test(row.task_title + one.subject) ? [] : [`title of ${row.id}: ${row.task_title} and ${one.subject}`]),
		...(one.parentId === row.parent ? [] : [`parent of ${row.task_title}: ${String(row.parent)} and ${String(one.parentId)}`]),
		...(one.links.get(listKey) === row.area ? [] : [`area of ${row.task_title}: ${String(row.area)} and ${String(one.links.get(listKey))}`]),
	];
}

/** Loses the answer of every so many writes: they take effect, and nobody hears of it. */
function losingSome(http: HttpPort, every: number): HttpPort {
	let writes = 0;
	return {
		async send(request) {
			const response = await http.send(request);
			if (request.method === 'GET' || request.path.endsWith('/form')) return response;
			writes += 1;
			if (writes % every === 0) throw new HttpTransportError(`${request.method} ${request.path}: the answer is lost.`, { kind: 'reset', sent: true });
			return response;
		},
	};
}
