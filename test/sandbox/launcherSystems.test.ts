import { mkdtemp, readlink, rm } from 'node:fs/promises';
import { createServer, type AddressInfo, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { readLocalTasks } from '../../sandbox/compare/localTasks';
import { readWorkPackages } from '../../sandbox/compare/remoteTasks';
import { compareSides, NO_EXEMPTIONS, type Sides } from '../../sandbox/compareSides';
import { createFlrtsDatabase, SYNC_ROLE } from '../../sandbox/flrts/createDatabase';
import { MAPPED_PEOPLE } from '../../sandbox/flrts/people';
import { linkPackage } from '../../sandbox/n8n/loadPackage';
import { PLAIN_CALENDAR, startOpenProject, type OpenProjectServer, type ScriptValues } from '../../sandbox/openproject';
import { connectOwnSystems } from '../../sandbox/ownSystems';
import { nextFreePort } from '../../sandbox/ports';
import { makeScriptedEdits } from '../../sandbox/scriptedEdits';
import { loadStandIn, saveStandIn } from '../../sandbox/standInSnapshot';
import { readVersions, writesBetween } from '../../sandbox/versionsOfSides';
import { standInSeed } from '../../sandbox/standInSeed';
import { createTestDatabase, type TestDatabase } from '../support/postgres';

const TASKS = 30;
const TODAY = new Date('2026-11-20T15:00:00Z');
const OTHER_KEY = 'somebody-else';

let database: TestDatabase;
let server: OpenProjectServer;
let client: Client;
let sides: Sides;

beforeEach(async () => {
	database = await createTestDatabase();
	await createFlrtsDatabase(database.url, { count: TASKS, seed: 7, today: TODAY }, 'sync-password');
	// The comparison is looked at here, not what OpenProject makes of dates.
	server = await startOpenProject({ seed: standInSeed('flrts-field-work'), behaviour: { ...PLAIN_CALENDAR, firstChildMakesAutomatic: false } });
	server.tokens.addApiKey(OTHER_KEY, MAPPED_PEOPLE[0]!.openProjectId);
	client = new Client({ connectionString: database.url });
	await client.connect();
	sides = { databaseUrl: database.url, openProject: { url: server.url, key: server.apiKey, project: 'flrts-field-work' }, timeZone: 'America/New_York' };
});

afterEach(async () => {
	await client.end();
	await server.close();
	await database.drop();
});

const STATUS: Readonly<Record<string, string>> = { 'To Do': 'New', 'In Progress': 'In progress', Done: 'Closed', Cancelled: 'Rejected', Archived: 'Closed' };
const PRIORITY: Readonly<Record<string, string>> = { low: 'Low', medium: 'Normal', normal: 'Normal', high: 'High', immediate: 'Immediate' };

/** What a perfect sync would have made of the tasks, made by hand. */
async function carryByHand(): Promise<void> {
	const workPackageOf = new Map<string, number>();
	const { rows: parents } = await client.query<{ id: string; parent: string | null }>('select id, parent_task_id as parent from tasks order by task_id_display');
	const parentOf = new Map(parents.map(({ id, parent }) => [id, parent]));
	const tasks = new Map((await readLocalTasks(database.url, sides.timeZone)).map((task) => [task.id, task]));
	for (const { id } of parents) {
		const task = tasks.get(id)!;
		const parent = parentOf.get(id)!;
		const values: ScriptValues & { subject: string } = {
			subject: task.title,
			description: task.description ?? '',
			status: STATUS[task.status]!,
			priority: PRIORITY[task.priority!.toLowerCase()]!,
			assigneeId: task.assignee === null ? null : Number(task.assignee),
			parentId: parent === null ? null : workPackageOf.get(parent)!,
			dueDate: task.dueDay,
		};
		const made = server.store.create(values);
		workPackageOf.set(id, Number(made.id));
		await client.query('update tasks set openproject_id = $2 where id = $1', [id, made.id]);
	}
}

describe('the FLRTS database of the sandbox', () => {
	test('takes what the seed says, and can be read by the role of the sync past row-level security', async () => {
		const url = new URL(database.url);
		url.username = SYNC_ROLE;
		url.password = 'sync-password';
		expect(await readLocalTasks(url.href, 'UTC')).toHaveLength(TASKS);
		const { rows } = await client.query('select count(*)::int as mapped from openproject_user_mapping');
		expect(rows).toEqual([{ mapped: MAPPED_PEOPLE.length }]);
	});

	test('shows an empty table to a role without that right, as Supabase does', async () => {
		await client.query('drop role if exists launcher_nobody');
		await client.query(`create role launcher_nobody login password 'x'; grant select on tasks, openproject_user_mapping to launcher_nobody`);
		const url = new URL(database.url);
		url.username = 'launcher_nobody';
		url.password = 'x';
		expect(await readLocalTasks(url.href, 'UTC')).toEqual([]);
		await client.query('drop owned by launcher_nobody; drop role launcher_nobody');
	});

	test('moves updated_at with every update', async () => {
		await client.query(`update tasks set updated_at = 'epoch'`);
		const { rows } = await client.query(`select count(*)::int as old from tasks where updated_at < now() - interval '1 minute'`);
		expect(rows).toEqual([{ old: 0 }]);
	});
});

describe('the comparison of real systems', () => {
	test('finds both sides in agreement after a perfect sync', async () => {
		await carryByHand();
		expect(await compareSides(sides, NO_EXEMPTIONS)).toEqual({ agree: true, compared: TASKS, differences: [], differenceCount: 0 });
	});

	test('finds every row without partner before any sync', async () => {
		expect(await compareSides(sides, NO_EXEMPTIONS)).toMatchObject({ agree: false, compared: 0, differenceCount: TASKS });
	});

	test('sees what the scripted edits change, record by record, and nothing else', async () => {
		await carryByHand();
		const script = await makeScriptedEdits(database.url, { ...sides.openProject, key: OTHER_KEY });
		const { differences } = await compareSides(sides, { ...NO_EXEMPTIONS, fields: [{ rowId: script.conflict.rowId, field: 'title' }] });
		const kinds = differences.map((text) => text.replace(/[0-9a-f-]{36}|\d+|"[^"]*"|'.*'/g, '*')).sort();
		expect(kinds.filter((text) => text.includes('no work package') || text.includes('has no row'))).toEqual([
			'Row * (*) has no work package.',
			'Work package * (*) has no row.',
			'Work package * (*) has no row.',
		]);
		const fields = differences.flatMap((text) => /differ in (\w+)/.exec(text)?.[1] ?? []);
		expect(new Set(fields)).toEqual(new Set(['title', 'priority', 'status', 'due', 'assignee', 'description']));
		expect(differences.some((text) => text.includes(script.conflict.rowId))).toBe(false);
	});

	test('reads past a page limit, and closed work packages too', async () => {
		await carryByHand();
		await server.close();
		const small = await startOpenProject({ maxPageSize: 7 });
		try {
			for (let number = 1; number <= 20; number++) small.store.create({ subject: `s ${number}`, status: number % 2 === 0 ? 'Closed' : 'New' });
			const found = await readWorkPackages({ url: small.url, key: small.apiKey, project: small.projectIdentifier });
			expect(found.map(({ task }) => task.subject)).toHaveLength(20);
		} finally {
			await small.close();
			server = await startOpenProject();
		}
	});

	test('notices a write that changes nothing, and a comment', async () => {
		await carryByHand();
		const before = await readVersions(sides);
		expect(writesBetween(before, await readVersions(sides))).toEqual([]);
		const { rows } = await client.query<{ id: string; openproject_id: number }>('update tasks set task_title = task_title where id = (select min(id::text)::uuid from tasks) returning id, openproject_id');
		server.store.comment(rows[0]!.openproject_id, 'hello');
		expect(writesBetween(before, await readVersions(sides))).toEqual([`Row ${rows[0]!.id} was written.`, `Work package ${rows[0]!.openproject_id} was written.`]);
	});
});

describe('the stand-in between two starts', () => {
	let folder: string;
	beforeEach(async () => {
		folder = await mkdtemp(join(tmpdir(), 'launcher-snapshot-'));
	});
	afterEach(async () => await rm(folder, { recursive: true, force: true }));

	test('has its work packages back, with versions and times, and gives no id twice', async () => {
		await carryByHand();
		const ids = server.store.list().map(({ id }) => Number(id));
		const leaf = server.store.create({ subject: 'to be deleted' });
		server.store.update(ids[0]!, { subject: 'Edited 🚐', customFields: { 'Crew size': 4 } });
		server.store.delete(Number(leaf.id));
		const before = server.store.list();
		await saveStandIn(server, join(folder, 'op.jsonl'));
		const next = await startOpenProject({ seed: standInSeed('flrts-field-work') });
		try {
			await loadStandIn(next, join(folder, 'op.jsonl'));
			expect(next.store.list()).toEqual(before);
			expect(Number(next.store.create({ subject: 'new' }).id)).toBeGreaterThan(Number(leaf.id));
		} finally {
			await next.close();
		}
	});

	test('begins empty where nothing was saved', async () => {
		await loadStandIn(server, join(folder, 'op.jsonl'));
		expect(server.store.count).toBe(0);
	});
});

describe('systems of one\'s own', () => {
	const own = () => ({ databaseUrl: database.url, openProjectUrl: server.url, openProjectKey: server.apiKey, openProjectProject: 'flrts-field-work' });

	test('are taken as they are when both answer', async () => {
		const before = await readVersions(sides);
		expect(await connectOwnSystems(own())).toMatchObject({ syncDatabaseUrl: database.url, otherKey: null });
		expect(writesBetween(before, await readVersions(sides))).toEqual([]);
	});

	test.each<[string, () => Partial<ReturnType<typeof own>>, RegExp]>([
		['a database that does not answer', () => ({ databaseUrl: 'postgresql://u:secret@127.0.0.1:1/d' }), /^The database at 127\.0\.0\.1:1 \(--database-url\) cannot be used: .*ECONNREFUSED/],
		['a wrong password', () => ({ databaseUrl: database.url.replace(`:${database.password}@`, ':wrong@') }), /password authentication failed/],
		['a database without tasks', () => ({ databaseUrl: Object.assign(new URL(database.url), { pathname: '/postgres' }).href }), /no table public\.tasks/],
		['an OpenProject that does not answer', () => ({ openProjectUrl: 'http://127.0.0.1:50999' }), /^The OpenProject at http:\/\/127\.0\.0\.1:50999 cannot be used: it does not answer \(.*ECONNREFUSED.*\)\. Check/],
		['a wrong key', () => ({ openProjectKey: 'nope' }), /answered GET \/api\/v3\/users\/me with 401\. Check --openproject-url and --openproject-key/],
		['a project nobody sees', () => ({ openProjectProject: 'payroll' }), /does not show the project 'payroll'.*Check --openproject-project/],
	])('%s gets a sentence without secrets', async (_name, wrong, message) => {
		const error = await connectOwnSystems({ ...own(), ...wrong() }).then(() => null, (reason: Error) => reason);
		expect(error?.message).toMatch(message);
		expect(error?.message).not.toMatch(/secret|wrong@|nope/);
	});
});

describe('what n8n gets', () => {
	test('is a link to the package where it keeps community packages, renewed when the package moved', async () => {
		const folder = await mkdtemp(join(tmpdir(), 'launcher-link-'));
		try {
			await linkPackage(folder, '/first');
			await linkPackage(folder, '/first');
			await linkPackage(folder, '/second');
			expect(await readlink(join(folder, '.n8n/nodes/node_modules/n8n-nodes-batch-sync'))).toBe('/second');
		} finally {
			await rm(folder, { recursive: true, force: true });
		}
	});

	test('is a port that nobody listens on', async () => {
		const taken = await listening();
		const { port } = taken.address() as AddressInfo;
		try {
			const free = await nextFreePort(port, [port + 1]);
			expect(free).toBeGreaterThan(port + 1);
		} finally {
			taken.close();
		}
	});
});

async function listening(): Promise<Server> {
	const taken = createServer();
	await new Promise<void>((resolve) => taken.listen(0, '127.0.0.1', () => resolve()));
	return taken;
}
