import { RemoteAnswerError, RemoteRefusedError, RemoteUnavailableError, ConfigurationError } from '../../src/errors';
import { fetchHttp, openProjectRemote, systemClock } from '../../src/openproject';
import type { OpenProjectRemoteOptions } from '../../src/openproject';
import type { RemotePage, RemotePort } from '../../src/run/remotePort';
import { startOpenProject } from '../../sandbox/openproject';
import type { OpenProjectServer } from '../../sandbox/openproject';

const PROPERTIES = ['assignee', 'description', 'dueDate', 'parent', 'priority', 'responsible', 'startDate', 'status', 'subject'];

describe('against the stand-in server over HTTP', () => {
	let server: OpenProjectServer;
	let http: ReturnType<typeof fetchHttp>;

	beforeEach(async () => {
		server = await startOpenProject();
		http = fetchHttp({ baseUrl: server.url, apiKey: server.apiKey });
	});

	afterEach(async () => {
		http.close();
		await server.close();
	});

	function remote(more: Partial<OpenProjectRemoteOptions> = {}): RemotePort {
		const clock = systemClock();
		return openProjectRemote({
			http, baseUrl: server.url, properties: PROPERTIES,
			clock: { ...clock, sleep: (ms) => clock.sleep(ms / 1000) },
			scope: { project: server.projectIdentifier, type: 'Task', provenanceField: 'FLRTS ID' },
			...more,
		});
	}

	async function opened(more: Partial<OpenProjectRemoteOptions> = {}): Promise<RemotePort> {
		const one = remote(more);
		await one.open();
		return one;
	}

	async function pagesOf(one: RemotePort, from: string | null = null): Promise<RemotePage[]> {
		const pages: RemotePage[] = [];
		for await (const page of one.window(from)) pages.push(page);
		return pages;
	}

	test('opens with what the server says of itself', async () => {
		const info = await remote({ valueNames: { status: ['New', 'In progress', 'Closed', 'Rejected'], priority: ['Low', 'Normal', 'High', 'Immediate'] } }).open();
		expect(info).toEqual({
			userId: String(server.apiUserId), membership: expect.stringMatching(/^[0-9a-f]{64}$/) as string, projectId: String(server.projectId),
			projectName: 'FLRTS Field Work', typeName: 'Task', hasProvenanceField: true, remarks: [], found: expect.objectContaining({ provenanceKey: 'customField1' }) as object,
		});
	});

	test('shows another membership once the user is a member of something else, and the same one otherwise', async () => {
		const before = (await remote().open()).membership;
		expect((await remote().open()).membership).toBe(before);
		const project = server.store.addProject({ identifier: 'other', name: 'Other' });
		server.store.setMembership({ userId: server.apiUserId, project: project.id, role: 'member' });
		expect((await remote().open()).membership).not.toBe(before);
	});

	test('creates, reads back, updates under lockVersion and deletes', async () => {
		const one = await opened();
		const parent = await one.create({ subject: 'Site visit' }, 'row-1');
		if (parent.status !== 'done') throw new Error(JSON.stringify(parent));
		const values = { subject: 'Fix roof', description: 'a\nb', status: 'In progress', priority: 'High', assignee: '6', dueDate: '2026-04-01', parent: parent.record.id };
		const created = await one.create(values, 'row-2');
		if (created.status !== 'done') throw new Error(JSON.stringify(created));
		expect(created.record).toMatchObject({ record: { ...values, responsible: null, startDate: null }, provenance: 'row-2', inScope: true, lockVersion: 0, authorId: String(server.apiUserId), children: [] });

		const updated = await one.update(created.record.id, created.record.lockVersion, { assignee: null, description: null, dueDate: null, parent: null });
		expect(updated).toMatchObject({ status: 'done', record: { record: { subject: 'Fix roof', assignee: null, description: '', dueDate: null, parent: null, status: 'In progress' } } });
		expect(await one.read(created.record.id)).toEqual({ status: 'found', record: (updated as { record: unknown }).record });

		expect(await one.delete(created.record.id)).toEqual({ status: 'done' });
		expect(await one.read(created.record.id)).toEqual({ status: 'missing' });
		expect(await one.delete(created.record.id)).toEqual({ status: 'missing' });
		expect(one.stats().writes).toBe(4);
	});

	test('answers a stale lockVersion with a conflict and writes nothing', async () => {
		const one = await opened();
		const { id, lockVersion } = server.store.create({ subject: 'Theirs' });
		server.store.update(id, { subject: 'Edited' });
		expect(await one.update(String(id), lockVersion, { subject: 'Ours' })).toEqual({ status: 'conflict' });
		expect(server.store.get(id)?.subject).toBe('Edited');
	});

	test('names the fields of a 422, and the transition a workflow lacks', async () => {
		const one = await opened();
		const { id, lockVersion } = server.store.create({ subject: 'Theirs' });
		const answer = await one.update(String(id), lockVersion, { status: 'Tested', startDate: '2026-05-02', dueDate: '2026-05-01' });
		expect(answer).toMatchObject({ status: 'refused', httpStatus: 422, properties: expect.arrayContaining(['status', 'dueDate']) as string[], message: expect.stringContaining("from 'New' to 'Tested'") as string });
		expect(await one.update(String(id), lockVersion, { subject: 'x'.repeat(256) })).toMatchObject({ status: 'refused', properties: ['subject'] });
		expect(server.store.get(id)).toMatchObject({ lockVersion });
	});

	test('reads the whole scope through pages cut short by the server, closed ones included', async () => {
		await server.close();
		server = await startOpenProject({ maxPageSize: 7, apiKey: server.apiKey });
		http = fetchHttp({ baseUrl: server.url, apiKey: server.apiKey });
		const one = await opened();
		const ids = Array.from({ length: 40 }, (_, index) => String(server.store.create({ subject: `Task ${index}`, status: index % 2 === 0 ? 'New' : 'Closed' }).id));
		server.store.create({ subject: 'Not ours', type: 'Phase' });
		expect((await pagesOf(one)).flatMap((page) => page.records.map((record) => record.id))).toEqual(ids);
		const swept: string[] = [];
		for await (const page of one.ids()) swept.push(...page);
		expect(swept).toEqual(ids);
		expect(await one.total()).toBe(40);
	});

	test('reads only what changed since, and what is edited while it reads', async () => {
		const one = await opened({ pageSize: 5 });
		const rows = Array.from({ length: 30 }, (_, index) => server.store.create({ subject: `Task ${index}` }));
		const from = new Date(Date.now() + 5).toISOString();
		await systemClock().sleep(10);
		for (const row of rows.slice(10)) server.store.touch(row.id);
		let edited = 0;
		const stop = server.onRequest({ before: () => void (edited < 5 && server.store.update(rows[edited++ + 10]!.id, { subject: 'Edited' })) });
		const pages = await pagesOf(one, from);
		stop();
		const newest = new Map(pages.flatMap((page) => page.records.map((record) => [record.id, record.record['subject']])));
		expect([...newest.keys()].map(Number).sort((a, b) => a - b)).toEqual(rows.slice(10).map((row) => row.id));
		expect([...newest.values()].filter((subject) => subject === 'Edited')).toHaveLength(5);
		expect(pages.every((page) => page.serverTimeMs !== null)).toBe(true);
	});

	test('finds by provenance in any project, whatever type and status, and only the exact key', async () => {
		const one = await opened();
		const created = await one.create({ subject: 'Ours' }, 'key-1');
		if (created.status !== 'done') throw new Error(JSON.stringify(created));
		await one.create({ subject: 'Another' }, 'key-11');
		const copy = server.store.copy(Number(created.record.id));
		server.store.update(copy.id, { status: 'Closed', type: 'Phase' });
		const found = await one.findByProvenance('key-1');
		expect(found.map(({ id, inScope }) => ({ id, inScope }))).toEqual([{ id: created.record.id, inScope: true }, { id: String(copy.id), inScope: false }]);
		expect(await one.findByProvenance('')).toEqual([]);
	});

	test('finds what the user created since with exactly this subject', async () => {
		const one = await opened();
		const sinceMs = Date.now();
		const mine = await one.create({ subject: 'Inspect site' }, null);
		if (mine.status !== 'done') throw new Error(JSON.stringify(mine));
		await one.create({ subject: 'Inspect site 2' }, null);
		server.store.create({ subject: 'Inspect site' });
		const found = await one.findCreated({ authorId: String(server.apiUserId), sinceMs: sinceMs - 1000, subject: 'Inspect site' });
		expect(found.map((record) => record.id)).toEqual([mine.record.id]);
		expect(await one.findCreated({ authorId: String(server.apiUserId), sinceMs: Date.now() + 60_000, subject: 'Inspect site' })).toEqual([]);
	});

	test('lists all descendants', async () => {
		const one = await opened();
		const top = server.store.create({ subject: 'Top' });
		const child = server.store.create({ subject: 'Child', parentId: top.id });
		const grandchild = server.store.create({ subject: 'Grandchild', parentId: child.id, type: 'Phase' });
		const sibling = server.store.create({ subject: 'Sibling', parentId: top.id });
		expect((await one.descendants(String(top.id))).map((record) => Number(record.id))).toEqual([child.id, sibling.id, grandchild.id]);
	});

	test('tells the last edit from a later comment', async () => {
		const one = await opened();
		const { id } = server.store.create({ subject: 'Theirs' });
		const edited = server.store.update(id, { subject: 'Edited' });
		await systemClock().sleep(20);
		const commented = server.store.comment(id, 'Nice');
		const lastEdit = await one.lastEdit(String(id));
		expect(Date.parse(lastEdit as string)).toBeLessThan(Date.parse(commented.updatedAt));
		expect(Math.abs(Date.parse(lastEdit as string) - Date.parse(edited.updatedAt))).toBeLessThan(10);
		expect(await one.lastEdit('999999')).toBeNull();
	});

	test('makes no second work package of a creation whose answer is lost', async () => {
		const one = await opened();
		for (const kind of ['resetAfterEffect', 'truncatedJson', 'resetMidAnswer'] as const) {
			server.faults.next({ kind }, { method: 'POST' });
			const before = server.store.count;
			expect(await one.create({ subject: kind }, `key ${kind}`)).toMatchObject({ status: 'unknown' });
			expect(server.store.count).toBe(before + 1);
			expect(await one.findByProvenance(`key ${kind}`)).toHaveLength(1);
		}
		server.faults.next({ kind: 'serverError', status: 503 }, { method: 'POST' });
		const before = server.store.count;
		expect(await one.create({ subject: 'No effect' }, 'none')).toMatchObject({ status: 'unknown' });
		expect(server.store.count).toBe(before);
	});

	test('repeats a creation that was turned away by a rate limit', async () => {
		const one = await opened();
		server.faults.next({ kind: 'tooManyRequests', rateLimitResetSeconds: 2 }, { method: 'POST', times: 3 });
		expect(await one.create({ subject: 'Later' }, 'later')).toMatchObject({ status: 'done' });
		expect(one.stats().retries).toBe(3);
	});

	test('gets through transient failures of reads', async () => {
		const one = await opened();
		server.store.create({ subject: 'Here' });
		server.faults.add({ fault: { kind: 'serverError', status: 502 }, times: 2 });
		server.faults.add({ fault: { kind: 'resetBeforeEffect' }, times: 2 });
		expect((await pagesOf(one)).flatMap((page) => page.records)).toHaveLength(1);
	});

	test('says what is wrong where the credential, the address or the server is', async () => {
		const stranger = fetchHttp({ baseUrl: server.url, apiKey: 'wrong' });
		await expect(remote({ http: stranger }).open()).rejects.toThrow(RemoteRefusedError);
		stranger.close();
		server.faults.next({ kind: 'loginPage' });
		await expect(remote().open()).rejects.toThrow(/answered an HTML page, not the OpenProject API\. Check the base URL/);
		server.faults.next({ kind: 'wrongApi' });
		await expect(remote().open()).rejects.toThrow(RemoteAnswerError);
		server.faults.next({ kind: 'truncatedJson' });
		await expect(remote().open()).resolves.toBeDefined();
		server.faults.add({ fault: { kind: 'truncatedJson' } });
		await expect(remote().open()).rejects.toThrow(/cut short or damaged/);
		server.faults.clear();
		server.faults.add({ fault: { kind: 'serverError', status: 500 } });
		await expect(remote().open()).rejects.toThrow(RemoteUnavailableError);
		server.faults.clear();
		await expect(remote({ scope: { project: 'flrts-field-werk', type: 'Task', provenanceField: null } }).open()).rejects.toThrow(/flrts-field-work/);
		await expect(remote({ valueNames: { status: ['In Progress'] } }).open()).rejects.toThrow(ConfigurationError);
	});
});
