import type { RunTask } from '../../src/run';
import { addTasks, editTask, packageOf, useWorld } from '../run/flrtsTasks';
import { onceAt } from '../run/fieldTasks';

const world = useWorld();

const applying = (plan: string | null): { readonly task: RunTask } => ({ task: { kind: 'apply_plan', plan: plan ?? 'none', withholdDeletes: false, pairings: 'leave', pairingsOf: [] } });

describe('a plan that is applied', () => {
	it('E7: does not write what a row came to hold after it was approved and before its turn came', async () => {
		const ids = await addTasks(world(), 5);
		await world().run('full_sync');
		for (const id of ids) await editTask(world(), id, { task_title: `Approved ${id}` });
		const preview = await world().run('incremental', { preview: true });
		const last = ids.at(-1) as string;
		const happened = onceAt(world(), 'before', ({ method }) => method === 'PATCH', () => editTask(world(), last, { task_title: 'Nobody approved this' }));
		const applied = await world().run('incremental', { ...applying(preview.planId), settings: { batchSize: 1, workers: 1 } });
		expect(happened()).toBe(1);
		expect(applied).toMatchObject({ status: 'done', written: { remote: 4 }, movedOnCount: 1 });
		expect((await packageOf(world(), last)).subject).toMatch(/^T /);
		await world().run('incremental');
		expect(await packageOf(world(), last)).toMatchObject({ subject: 'Nobody approved this' });
	});

	it('E7: is not carried out with further values because the work package was edited while it was written', async () => {
		world().configuration = { ...world().configuration, fields: world().configuration.fields.map((field) => (field.remote.includes('description') ? { ...field, owner: 'local' as const } : field)) };
		const [id = ''] = await addTasks(world(), 2);
		await world().run('full_sync');
		await editTask(world(), id, { task_title: 'Approved' });
		const preview = await world().run('incremental', { preview: true });
		const remote = await packageOf(world(), id);
		const happened = onceAt(world(), 'before', ({ method }) => method === 'PATCH', () => void world().server.store.update(remote.id, { description: 'Nobody approved to overwrite this' }));
		const applied = await world().run('incremental', applying(preview.planId));
		expect(happened()).toBe(1);
		expect(applied).toMatchObject({ status: 'done', written: { remote: 0 }, movedOnCount: 1 });
		expect(await packageOf(world(), id)).toMatchObject({ description: 'Nobody approved to overwrite this' });
	});
});
