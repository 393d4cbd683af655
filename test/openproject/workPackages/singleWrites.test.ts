import { addComment, createWorkPackage, deleteWorkPackage, fieldsOfItem, readWorkPackage, simplify, updateWorkPackage, type WorkPackage } from '../../../src/openproject/workPackages';
import { fields, startEngine, type Engine } from './engine';

let engine: Engine;

beforeEach(async () => {
	engine = await startEngine();
});
afterEach(async () => await engine.close());

const read = async (id: number): Promise<WorkPackage> => (await readWorkPackage(engine.api, String(id))) as WorkPackage;
const writes = () => engine.server.requests.writes;

describe('deleting', () => {
	const remove = async (id: number, withChildren = false) => await deleteWorkPackage(engine.api, engine.writer, { id: String(id), withChildren });

	it('says what went with it', async () => {
		const { store } = engine.server;
		const top = store.create({ subject: 'Top' });
		const child = store.create({ subject: 'Child', parentId: top.id, status: 'Closed' });
		const grandchild = store.create({ subject: 'Grandchild', parentId: child.id, project: 'head-office' });
		store.logTime(child.id, 2);
		store.logTime(top.id, 1);
		store.create({ subject: 'Another' });
		expect(await remove(top.id, true)).toMatchObject({ status: 'deleted', belongings: { descendants: [{ id: child.id, subject: 'Child' }, { id: grandchild.id, subject: 'Grandchild' }], timeEntryCount: 2 } });
		expect(store.list().map(({ subject }) => subject)).toEqual(['Another']);
	});

	it('is refused where children would go unasked', async () => {
		const top = engine.server.store.create({ subject: 'Top' });
		const child = engine.server.store.create({ subject: 'Child', parentId: top.id });
		expect(await remove(top.id)).toMatchObject({ status: 'not_deleted', outcome: { reason: `Work package ${top.id} was not deleted: 1 work package below it would go with it (${child.id} 'Child'). Move them elsewhere, or switch on Delete Children Too.` } });
		expect(writes()).toEqual([]);
		expect(await remove(child.id)).toMatchObject({ status: 'deleted', belongings: { descendants: [], timeEntryCount: 0 } });
	});

	it('says what is missing: the work package, or the permission', async () => {
		expect(await remove(99)).toMatchObject({ outcome: { outcome: 'failed', reason: 'There is no work package 99 that the API user can see.' } });
		const { id } = engine.server.store.create({ subject: 'Here' });
		engine.server.store.setMembership({ userId: engine.server.apiUserId, project: 1, role: 'member' });
		expect(await remove(id)).toMatchObject({ outcome: { reason: expect.stringContaining("permission 'Delete work packages'") as string } });
		expect(engine.server.store.get(id)).toBeDefined();
	});

	it('finds out what became of it where the answer is lost', async () => {
		const [gone, there] = [engine.server.store.create({ subject: 'Gone' }), engine.server.store.create({ subject: 'There' })];
		engine.server.faults.next({ kind: 'resetAfterEffect' }, { method: 'DELETE' });
		expect(await remove(gone.id)).toMatchObject({ status: 'deleted' });
		engine.server.faults.next({ kind: 'resetBeforeEffect' }, { method: 'DELETE' });
		expect(await remove(there.id)).toMatchObject({ status: 'not_deleted', outcome: { outcome: 'unknown' } });
		expect(engine.server.store.get(there.id)).toBeDefined();
	});

	it('does without the number of time entries where they cannot be seen', async () => {
		const { id } = engine.server.store.create({ subject: 'Here' });
		engine.server.faults.add({ fault: { kind: 'wrongApi' }, path: '/api/v3/time_entries' });
		expect(await remove(id)).toMatchObject({ status: 'deleted', belongings: { timeEntryCount: null } });
	});
});

describe('commenting', () => {
	const comment = async (id: number, text: string) => await addComment(engine.api, engine.writer, { id: String(id), text });

	it('adds the text as it is, once, also where the answer is lost', async () => {
		const { id } = engine.server.store.create({ subject: 'Here' });
		expect(await comment(id, 'Done **now** ✓')).toMatchObject({ status: 'done', activity: { comment: { raw: 'Done **now** ✓' } } });
		engine.server.faults.next({ kind: 'resetAfterEffect' }, { method: 'POST' });
		expect(await comment(id, 'Again\r\nand again')).toMatchObject({ status: 'done', activity: { comment: { raw: 'Again\r\nand again' } } });
		engine.server.faults.next({ kind: 'resetBeforeEffect' }, { method: 'POST' });
		expect(await comment(id, 'Lost')).toMatchObject({ status: 'not_done', reason: expect.stringContaining('Look at its activities before it is added again.') as string });
		expect(writes()).toHaveLength(3);
	});

	it('takes nobody else’s comment, and none of before, for the one whose answer was lost', async () => {
		const { id } = engine.server.store.create({ subject: 'Here' });
		engine.server.store.comment(id, 'Same');
		engine.server.faults.next({ kind: 'resetBeforeEffect' }, { method: 'POST' });
		expect(await comment(id, 'Same')).toMatchObject({ status: 'not_done' });
		engine.server.faults.shiftClock(-600_000);
		await comment(id, 'Mine');
		engine.server.faults.resetClock();
		engine.server.faults.next({ kind: 'resetBeforeEffect' }, { method: 'POST' });
		expect(await comment(id, 'Mine')).toMatchObject({ status: 'not_done' });
	});

	it('says why it could not', async () => {
		expect(await comment(99, 'x')).toEqual({ status: 'not_done', reason: 'There is no work package 99 that the API user can see.' });
	});
});

describe('creating and updating one', () => {
	const project = { id: '1', name: 'FLRTS Field Work' };

	it('gives the first type of the project, and takes names of types into account', async () => {
		const make = async (values: Record<string, unknown>) => await createWorkPackage(engine.places, engine.writer, { project, fields: fields(values), key: null, requestDeadlineMs: 60_000 });
		expect(await make({ subject: 'Plain' })).toMatchObject({ outcome: 'created' });
		expect(await make({ subject: 'Opening', type: 'milestone', dueDate: '2026-05-01' })).toMatchObject({ outcome: 'created' });
		expect(await make({ subject: 'Opening', type: 'Milestone', startDate: '2026-05-01', dueDate: '2026-05-02' })).toMatchObject({ outcome: 'failed', reason: 'A milestone has one date, but its start is to be 2026-05-01 and its end 2026-05-02.' });
		expect(engine.server.store.list().map(({ type }) => type)).toEqual(['Task', 'Milestone']);
	});

	it('takes values away with null and the empty text, and keeps 0 and false', async () => {
		const { id } = engine.server.store.create({ subject: 'S', description: 'd', assigneeId: 6, dueDate: '2026-01-01', estimatedHours: 2, remainingHours: 2, percentageDone: 0, customFields: { Area: [1], Trades: [11], 'Crew size': 3 } });
		const outcome = await updateWorkPackage(engine.places, engine.writer, { present: await read(id), fields: fields({ description: null, assignee: '', dueDate: null, Area: null, Trades: [], 'Crew size': 0, scheduleManually: false, estimatedHours: 0, remainingHours: 0 }) });
		expect(outcome).toMatchObject({ outcome: 'updated', changedFields: ['description', 'assignee', 'dueDate', 'Area', 'Trades', 'Crew size', 'scheduleManually', 'estimatedHours', 'remainingHours'] });
		expect(engine.server.store.get(id)).toMatchObject({ description: '', assigneeId: null, dueDate: null, estimatedHours: 0, scheduleManually: false, customFields: { 'Crew size': 0 } });
	});

	it('tells people apart who share a name by the id beside it', async () => {
		const twin = engine.server.store.addUser({ firstName: 'Maria', lastName: 'Alvarez' });
		engine.server.store.setMembership({ userId: twin.id, project: 1, role: 'member' });
		const { id } = engine.server.store.create({ subject: 'S' });
		const update = async (item: Record<string, unknown>) => {
			const { fields: given, hints } = fieldsOfItem(item, new Set());
			return await updateWorkPackage(engine.places, engine.writer, { present: await read(id), fields: given, hints });
		};
		expect(await update({ assignee: 'Maria Alvarez' })).toMatchObject({ outcome: 'failed', reason: `2 of OpenProject's people of this project are called 'Maria Alvarez': give the id of one of 6, ${twin.id} instead.` });
		expect(await update({ assignee: 'Maria Alvarez', assigneeId: twin.id })).toMatchObject({ outcome: 'updated' });
		expect(engine.server.store.get(id)?.assigneeId).toBe(twin.id);
		expect(await update({ assignee: 'Devon Clark', assigneeId: twin.id })).toMatchObject({ outcome: 'updated' });
		expect(engine.server.store.get(id)?.assigneeId).toBe(7);
	});

	it('finds nothing to change in what it has simplified itself', async () => {
		const parent = engine.server.store.create({ subject: 'Parent' });
		const { id } = engine.server.store.create({ subject: 'S', description: 'a\nb', assigneeId: 20, parentId: parent.id, startDate: '2026-01-01', dueDate: '2026-01-05', estimatedHours: 30, remainingHours: 15, percentageDone: 50, status: 'On hold', customFields: { Area: [2], Trades: [12, 11], 'Site contact': [6], 'Access notes': 'x\ny' } });
		const present = await read(id);
		const names = await engine.places.names.of('1', '1');
		const { fields: given, hints, unknown } = fieldsOfItem(simplify(present, names, engine.server.url), new Set(names.values()));
		expect(unknown).toEqual([]);
		expect(await updateWorkPackage(engine.places, engine.writer, { present, fields: given, hints })).toMatchObject({ outcome: 'unchanged' });
	});

	it('names the properties of an item that are no fields', () => {
		const { fields: given, unknown } = fieldsOfItem({ subject: 'S', statusId: 7, colour: 'red', Area: 'North yard', id: 1 }, new Set(['Area']));
		expect([...given]).toEqual([['subject', 'S'], ['status', 7], ['Area', 'North yard']]);
		expect(unknown).toEqual(['colour']);
	});

	it('says that a work package was deleted while it was written', async () => {
		const { id } = engine.server.store.create({ subject: 'S' });
		const present = await read(id);
		engine.server.store.delete(id);
		expect(await updateWorkPackage(engine.places, engine.writer, { present, fields: fields({ subject: 'T' }) })).toMatchObject({ outcome: 'failed', reason: `There is no work package ${id} that the API user can see; it was deleted or hidden meanwhile.` });
	});
});
