import { copyLine } from '../../sandbox/flrts/copyText';
import { MAPPED_PEOPLE, PEOPLE } from '../../sandbox/flrts/people';
import { generateTasks, type TaskRow } from '../../sandbox/flrts/tasks';

const TODAY = new Date('2026-11-20T15:00:00Z');
const seeding = { count: 3000, seed: 1, today: TODAY };
const tasks = [...generateTasks(seeding)];
const byId = new Map(tasks.map((task) => [task.id, task]));

function levelOf(task: TaskRow): number {
	return task.parent_task_id === null ? 1 : 1 + levelOf(byId.get(task.parent_task_id)!);
}

describe('the FLRTS tasks of the sandbox', () => {
	test('are the same for the same seed, and others for another', () => {
		expect([...generateTasks(seeding)]).toEqual(tasks);
		expect([...generateTasks({ ...seeding, seed: 2 })][0]).not.toEqual(tasks[0]);
	});

	test('are the first of those that a larger number gives', () => {
		expect([...generateTasks({ ...seeding, count: 50 })]).toEqual(tasks.slice(0, 50));
	});

	test('about a third are subtasks, on three levels, each after its parent', () => {
		const share = tasks.filter((task) => task.parent_task_id !== null).length / tasks.length;
		expect(share).toBeGreaterThan(0.28);
		expect(share).toBeLessThan(0.38);
		expect(Math.max(...tasks.map(levelOf))).toBe(3);
		const place = new Map(tasks.map((task, index) => [task.id, index]));
		expect(tasks.every((task, index) => task.parent_task_id === null || place.get(task.parent_task_id)! < index)).toBe(true);
	});

	test('fit their columns, with ids that are unique', () => {
		expect(byId.size).toBe(tasks.length);
		expect(new Set(tasks.map((task) => task.task_id_display)).size).toBe(tasks.length);
		expect(tasks.every((task) => /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-8[0-9a-f]{3}-[0-9a-f]{12}$/.test(task.id))).toBe(true);
		expect(tasks.every((task) => task.task_title.trim() === task.task_title && task.task_title.length > 0 && task.task_title.length <= 255)).toBe(true);
	});

	test('hold every status and priority, and the texts that break naive encoders', () => {
		expect(new Set(tasks.map((task) => task.status))).toEqual(new Set(['To Do', 'In Progress', 'Done', 'Cancelled', 'Archived']));
		expect(new Set(tasks.map((task) => task.priority))).toEqual(new Set(['High', 'Medium', 'Low', 'normal', 'low', 'immediate']));
		const texts = tasks.map((task) => task.task_description_detailed);
		for (const odd of ['\t', '\r\n', '\\.', '\\N', '"', 'ß', '👷', '温度']) expect(texts.some((text) => text?.includes(odd))).toBe(true);
		expect(texts).toContain(null);
		expect(texts).toContain('');
	});

	test('are due on a day, at a time or never, among the times evenings that are the next day in UTC', () => {
		const timed = tasks.filter((task) => task.due_at !== null);
		expect(timed.length).toBeGreaterThan(100);
		expect(timed.every((task) => task.due_date === null)).toBe(true);
		expect(timed.some((task) => new Date(task.due_at!).getUTCHours() < 4)).toBe(true);
		expect(tasks.some((task) => task.due_date === null && task.due_at === null)).toBe(true);
	});

	test('are given to people with an OpenProject account only', () => {
		const mapped = new Set(MAPPED_PEOPLE.map((person) => person.id));
		expect(mapped.size).toBe(PEOPLE.length - 1);
		expect(tasks.every((task) => task.assigned_to_user_id === null || mapped.has(task.assigned_to_user_id))).toBe(true);
		expect(tasks.every((task) => mapped.has(task.created_by_user_id))).toBe(true);
	});

	test('a hundred thousand can be had', () => {
		let count = 0;
		for (const task of generateTasks({ ...seeding, count: 100_000 })) count += copyLine([task.task_title, task.task_description_detailed]).length > 0 ? 1 : 0;
		expect(count).toBe(100_000);
	});
});

describe('the text format of COPY', () => {
	test('escapes what separates, and tells null from an empty text', () => {
		expect(copyLine(['a\tb\nc\rd\\e', null, '', 7, '\\N'])).toBe('a\\tb\\nc\\rd\\\\e\t\\N\t\t7\t\\\\N\n');
	});
});
