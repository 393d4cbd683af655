import { addTask, editTask, packageOf, readTask, useWorld } from './flrtsTasks';
import type { SyncWorld } from '../support/syncWorld';

const world = useWorld();

async function addPerson(name: string, openProjectUser?: number): Promise<string> {
	const [person] = await world().sql<{ id: string }>('insert into personnel (full_name) values ($1) returning id', [name]);
	const { id } = person as { id: string };
	if (openProjectUser !== undefined) await mapPerson(id, openProjectUser);
	return id;
}

async function mapPerson(person: string, openProjectUser: number): Promise<void> {
	await world().sql('insert into openproject_user_mapping (personnel_id, openproject_user_id) values ($1, $2)', [person, openProjectUser]);
}

async function parentOf(w: SyncWorld, id: string): Promise<number | null> {
	return (await packageOf(w, id)).parentId;
}

describe('references whose partner is not known yet', () => {
	it('pitfall 14: an assignee without entry in the user map is left alone, and carried once the entry is there', async () => {
		const person = await addPerson('Maria');
		const id = await addTask(world(), 'Fix the pump', { assigned_to_user_id: person });
		expect(await world().run('full_sync')).toMatchObject({ status: 'done', failures: [], conflicts: [], local: { seen: 1, skipped: 1 } });
		expect(await packageOf(world(), id)).toMatchObject({ assigneeId: null });
		world().server.store.update((await packageOf(world(), id)).id, { subject: 'Fix the pump today' });
		await world().run('incremental');
		expect(await readTask(world(), id)).toMatchObject({ assigned_to_user_id: person, task_title: 'Fix the pump today' });
		await mapPerson(person, 6);
		await world().run('incremental');
		expect(await packageOf(world(), id)).toMatchObject({ assigneeId: 6 });
		expect(await readTask(world(), id)).toMatchObject({ assigned_to_user_id: person });
		expect(await world().run('incremental')).toMatchObject({ written: { local: 0, remote: 0 }, local: { seen: 1, unchanged: 1 } });
	});

	it('pitfall 14: an assignee set in OpenProject waits for its entry and does not empty the row meanwhile', async () => {
		const maria = await addPerson('Maria', 6);
		const id = await addTask(world(), 'Inspect the gate', { assigned_to_user_id: maria });
		await world().run('full_sync');
		world().server.store.update((await packageOf(world(), id)).id, { assigneeId: 7 });
		await world().run('incremental');
		expect(await readTask(world(), id)).toMatchObject({ assigned_to_user_id: maria });
		expect(await packageOf(world(), id)).toMatchObject({ assigneeId: 7 });
		const devon = await addPerson('Devon', 7);
		await world().run('incremental');
		expect(await readTask(world(), id)).toMatchObject({ assigned_to_user_id: devon });
		expect(await packageOf(world(), id)).toMatchObject({ assigneeId: 7 });
	});

	it('pitfall 14: a child whose parent could not be created gets it in the very run in which the parent appears', async () => {
		const parent = await addTask(world(), 'Dig the trench', { priority: 'Whenever' });
		const child = await addTask(world(), 'Mark the line', { parent_task_id: parent });
		const first = await world().run('full_sync');
		expect(first.failures).toMatchObject([{ title: 'Dig the trench', code: 'VALUE_NOT_CARRIED' }]);
		expect(await parentOf(world(), child)).toBeNull();
		expect(await readTask(world(), child)).toMatchObject({ parent_task_id: parent });
		await editTask(world(), parent, { priority: 'High' });
		expect(await world().run('incremental')).toMatchObject({ status: 'done', failures: [] });
		expect(await parentOf(world(), child)).toBe((await packageOf(world(), parent)).id);
		expect(await readTask(world(), child)).toMatchObject({ parent_task_id: parent });
		expect(await world().run('incremental')).toMatchObject({ written: { local: 0, remote: 0 } });
	});

	it('pitfall 45: a parent outside the project is not known here, and the row keeps the parent it has', async () => {
		const parent = await addTask(world(), 'Main task');
		const child = await addTask(world(), 'Step one', { parent_task_id: parent });
		await world().run('full_sync');
		const elsewhere = world().server.store.create({ subject: 'Head office epic', project: 'head-office', type: 'Task' });
		world().server.store.update((await packageOf(world(), child)).id, { parentId: elsewhere.id });
		expect(await world().run('incremental')).toMatchObject({ status: 'done', failures: [], conflicts: [] });
		expect(await readTask(world(), child)).toMatchObject({ parent_task_id: parent });
		expect(await parentOf(world(), child)).toBe(elsewhere.id);
		await editTask(world(), child, { task_title: 'Step 1' });
		await world().run('incremental');
		expect(await packageOf(world(), child)).toMatchObject({ subject: 'Step 1', parentId: elsewhere.id });
		world().server.store.update((await packageOf(world(), child)).id, { parentId: null });
		await world().run('incremental');
		expect(await readTask(world(), child)).toMatchObject({ parent_task_id: null });
	});
});

describe('moves in the tree', () => {
	async function roots(...names: readonly string[]): Promise<readonly string[]> {
		const ids: string[] = [];
		for (const name of names) ids.push(await addTask(world(), name));
		await world().run('full_sync');
		return ids;
	}

	it('pitfall 15: a cycle that both sides make together is one conflict, and neither side is written', async () => {
		const [a = '', b = ''] = await roots('A', 'B');
		await editTask(world(), a, { parent_task_id: b, task_title: 'A, retitled' });
		world().server.store.update((await packageOf(world(), b)).id, { parentId: (await packageOf(world(), a)).id });
		const result = await world().run('incremental');
		expect(result).toMatchObject({ status: 'done', failures: [] });
		expect(result.conflicts.map(({ field, kind, localKey }) => ({ field, kind, localKey }))).toEqual(expect.arrayContaining([{ field: 'parent', kind: 'cycle', localKey: `["${a}"]` }, { field: 'parent', kind: 'cycle', localKey: `["${b}"]` }]));
		expect(await readTask(world(), b)).toMatchObject({ parent_task_id: null });
		expect(await packageOf(world(), a)).toMatchObject({ parentId: null, subject: 'A, retitled' });
		expect(await world().run('incremental')).toMatchObject({ written: { local: 0, remote: 0 }, conflictCount: 2 });
	});

	it('pitfall 15: once one side takes its move back, the other side’s move is carried', async () => {
		const [a = '', b = ''] = await roots('A', 'B');
		await editTask(world(), a, { parent_task_id: b });
		world().server.store.update((await packageOf(world(), b)).id, { parentId: (await packageOf(world(), a)).id });
		await world().run('incremental');
		await editTask(world(), a, { parent_task_id: null });
		expect(await world().run('incremental')).toMatchObject({ conflictCount: 0, failures: [] });
		expect(await readTask(world(), b)).toMatchObject({ parent_task_id: a });
		expect(await readTask(world(), a)).toMatchObject({ parent_task_id: null });
	});

	it('pitfall 15: a cycle within the table is a failure of its rows; the others go on, and it heals when the circle is opened', async () => {
		const [a = '', b = '', c = ''] = await roots('A', 'B', 'C');
		await editTask(world(), a, { parent_task_id: b });
		await editTask(world(), b, { parent_task_id: a });
		await editTask(world(), c, { task_title: 'C, retitled' });
		const result = await world().run('incremental');
		expect(result.failures.map(({ code, title }) => ({ code, title }))).toEqual([{ code: 'PARENT_CYCLE', title: 'A' }, { code: 'PARENT_CYCLE', title: 'B' }]);
		expect(result.failures[0]?.message).toContain('own ancestor');
		expect(await packageOf(world(), c)).toMatchObject({ subject: 'C, retitled' });
		expect([await parentOf(world(), a), await parentOf(world(), b)]).toEqual([null, null]);
		await editTask(world(), a, { parent_task_id: null });
		expect(await world().run('incremental')).toMatchObject({ failures: [], conflicts: [] });
		expect(await parentOf(world(), b)).toBe((await packageOf(world(), a)).id);
	});

	it('pitfall 15: a circle that goes over a record nobody touched is still one side’s own', async () => {
		const [a = '', b = '', c = ''] = await roots('A', 'B', 'C');
		await editTask(world(), b, { parent_task_id: a });
		await world().run('incremental');
		await editTask(world(), a, { parent_task_id: c });
		await editTask(world(), c, { parent_task_id: b });
		const result = await world().run('incremental');
		expect(result.conflicts).toEqual([]);
		expect(result.failures.map(({ title, code }) => `${title} ${code}`)).toEqual(['A PARENT_CYCLE', 'C PARENT_CYCLE']);
		await editTask(world(), a, { parent_task_id: null });
		expect(await world().run('incremental')).toMatchObject({ failures: [], conflicts: [] });
		expect(await parentOf(world(), c)).toBe((await packageOf(world(), b)).id);
	});

	it('pitfall 15: a circle within the table and one that both sides made are told apart', async () => {
		const [a = '', b = '', c = '', d = ''] = await roots('A', 'B', 'C', 'D');
		await editTask(world(), a, { parent_task_id: b });
		await editTask(world(), b, { parent_task_id: a });
		await editTask(world(), c, { parent_task_id: d });
		world().server.store.update((await packageOf(world(), d)).id, { parentId: (await packageOf(world(), c)).id });
		const result = await world().run('incremental');
		expect(result.failures.map(({ title, code }) => `${title} ${code}`)).toEqual(['A PARENT_CYCLE', 'B PARENT_CYCLE']);
		expect(result.conflicts.map(({ title, kind }) => `${title} ${kind}`)).toEqual(['C cycle', 'D cycle']);
	});

	it('pitfall 15: parent and child change places in the table', async () => {
		const [a = '', b = ''] = await roots('A', 'B');
		await editTask(world(), b, { parent_task_id: a });
		await world().run('incremental');
		await editTask(world(), b, { parent_task_id: null });
		await editTask(world(), a, { parent_task_id: b });
		expect(await world().run('incremental')).toMatchObject({ status: 'done', failures: [], conflicts: [] });
		expect([await parentOf(world(), a), await parentOf(world(), b)]).toEqual([(await packageOf(world(), b)).id, null]);
		expect(await world().run('incremental')).toMatchObject({ written: { local: 0, remote: 0 } });
	});

	it('pitfall 15: parent and child change places in OpenProject', async () => {
		const [a = '', b = ''] = await roots('A', 'B');
		const { store } = world().server;
		const [remoteA, remoteB] = [(await packageOf(world(), a)).id, (await packageOf(world(), b)).id];
		store.update(remoteB, { parentId: remoteA });
		await world().run('incremental');
		store.update(remoteB, { parentId: null });
		store.update(remoteA, { parentId: remoteB });
		expect(await world().run('incremental')).toMatchObject({ status: 'done', failures: [], conflicts: [] });
		expect([(await readTask(world(), a)).parent_task_id, (await readTask(world(), b)).parent_task_id]).toEqual([b, null]);
	});

	it('pitfall 24: siblings are written side by side, and what their parent’s lockVersion does meanwhile stops nothing', async () => {
		const parent = await addTask(world(), 'Site');
		const children: string[] = [];
		for (let n = 1; n <= 16; n += 1) children.push(await addTask(world(), `Step ${n}`, { parent_task_id: parent, due_date: '2026-05-01' }));
		await world().run('full_sync');
		await editTask(world(), parent, { task_title: 'Site, phase two' });
		for (const child of children) await editTask(world(), child, { due_date: '2026-06-01' });
		let open = 0;
		let most = 0;
		world().server.latencyMs = 15;
		const stop = world().server.onRequest({
			before: ({ method }) => { if (method === 'PATCH') most = Math.max(most, (open += 1)); },
			after: ({ method }) => { if (method === 'PATCH') open -= 1; },
		});
		const result = await world().run('incremental', { settings: { workers: 4 } });
		stop();
		expect(result).toMatchObject({ status: 'done', failures: [], conflicts: [], written: { remote: 17 } });
		expect(most).toBeGreaterThanOrEqual(3);
		for (const child of children) expect((await packageOf(world(), child)).dueDate).toBe('2026-06-01');
		expect(await packageOf(world(), parent)).toMatchObject({ subject: 'Site, phase two' });
		expect(await world().run('incremental')).toMatchObject({ written: { local: 0, remote: 0 } });
	});

	it('pitfall 24: a 409 that only an ancestor’s bump caused is read again and written', async () => {
		const parent = await addTask(world(), 'Site');
		const child = await addTask(world(), 'Step', { parent_task_id: parent });
		await world().run('full_sync');
		const remote = await packageOf(world(), parent);
		await editTask(world(), parent, { task_title: 'Site, edited' });
		let isBumped = false;
		world().server.onRequest({
			before: ({ method, path }) => {
				if (isBumped || method !== 'PATCH' || !path.endsWith(`/${remote.id}`)) return;
				isBumped = true;
				world().server.store.update(remote.id, { description: 'Somebody writes meanwhile' });
			},
		});
		expect(await world().run('incremental')).toMatchObject({ status: 'done', failures: [], conflicts: [] });
		expect(isBumped).toBe(true);
		expect(await packageOf(world(), parent)).toMatchObject({ subject: 'Site, edited', description: 'Somebody writes meanwhile' });
		expect(await readTask(world(), parent)).toMatchObject({ task_description_detailed: 'Somebody writes meanwhile' });
		expect(await parentOf(world(), child)).toBe(remote.id);
	});
});
