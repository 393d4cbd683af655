import { MAPPED_PEOPLE, PEOPLE } from './people';
import { SITES } from './places';
import { SeededRandom } from './random';
import { descriptionOf, partTitleOf, titleOf } from './texts';

/** A row of public.tasks, as far as the seed fills it; times are ISO 8601 in UTC. */
export interface TaskRow {
	readonly id: string;
	readonly task_id_display: string;
	readonly task_title: string;
	readonly task_description_detailed: string | null;
	readonly assigned_to_user_id: string | null;
	readonly created_by_user_id: string;
	readonly submitted_by_user_id: string;
	readonly site_id: string;
	readonly parent_task_id: string | null;
	readonly due_date: string | null;
	readonly due_at: string | null;
	readonly reminder_time: string | null;
	readonly priority: string;
	readonly status: string;
	readonly completion_date: string | null;
	readonly created_at: string;
}

export interface Seeding {
	readonly count: number;
	/** The same seed and day give the same tasks. */
	readonly seed: number;
	/** Around which due dates lie. */
	readonly today: Date;
}

const SUBTASK_PERCENT = 33;
const MOST_LEVELS = 3;
/** Subtasks go to one of the tasks just before them, as they do when people plan one job after another. */
const NEARBY = 12;
const DAY_MS = 86_400_000;

const STATUSES = ['To Do', 'To Do', 'To Do', 'To Do', 'In Progress', 'In Progress', 'Done', 'Done', 'Cancelled', 'Archived'] as const;
const PRIORITIES = ['Medium', 'Medium', 'Medium', 'High', 'High', 'Low', 'Low', 'normal', 'low', 'immediate'] as const;

/** Tasks in an order in which every parent comes before its parts; one at a time, so that any number fits into memory. */
export function* generateTasks(seeding: Seeding): Generator<TaskRow> {
	const random = new SeededRandom(seeding.seed);
	const recent: { readonly row: TaskRow; readonly level: number }[] = [];
	for (let number = 1; number <= seeding.count; number++) {
		const parent = random.happens(SUBTASK_PERCENT) ? pickParent(random, recent) : null;
		const row = taskOf(random, number, parent?.row ?? null, seeding.today);
		recent.push({ row, level: (parent?.level ?? 0) + 1 });
		if (recent.length > NEARBY) recent.shift();
		yield row;
	}
}

function pickParent<T extends { readonly level: number }>(random: SeededRandom, recent: readonly T[]): T | null {
	const possible = recent.filter(({ level }) => level < MOST_LEVELS);
	return possible.length === 0 ? null : random.pick(possible);
}

function taskOf(random: SeededRandom, number: number, parent: TaskRow | null, today: Date): TaskRow {
	const site = parent === null ? random.pick(SITES) : SITES.find(({ id }) => id === parent.site_id)!;
	const creator = random.pick(MAPPED_PEOPLE);
	const status = random.pick(STATUSES);
	const created = new Date(today.getTime() - (1 + random.below(120)) * DAY_MS - random.below(DAY_MS));
	return {
		id: random.uuid(),
		task_id_display: `FT-${String(number).padStart(6, '0')}`,
		task_title: parent === null ? titleOf(random, site.name) : partTitleOf(random, parent.task_title),
		task_description_detailed: descriptionOf(random),
		assigned_to_user_id: random.happens(85) ? random.pick(MAPPED_PEOPLE).id : null,
		created_by_user_id: creator.id,
		submitted_by_user_id: random.happens(5) ? PEOPLE.at(-1)!.id : creator.id,
		site_id: site.id,
		parent_task_id: parent?.id ?? null,
		...dueOf(random, today),
		priority: random.pick(PRIORITIES),
		status,
		completion_date: status === 'Done' || status === 'Archived' ? new Date(created.getTime() + 3 * DAY_MS).toISOString() : null,
		created_at: created.toISOString(),
	};
}

/** Some tasks are due at a time, among them evenings in New York that are the next day in UTC; some on a day; some never. */
function dueOf(random: SeededRandom, today: Date): Pick<TaskRow, 'due_date' | 'due_at' | 'reminder_time'> {
	const day = new Date(today.getTime() + (random.below(90) - 30) * DAY_MS);
	if (random.happens(15)) return { due_date: null, due_at: null, reminder_time: null };
	if (!random.happens(25)) return { due_date: day.toISOString().slice(0, 10), due_at: null, reminder_time: null };
	const at = new Date(`${day.toISOString().slice(0, 10)}T00:00:00Z`);
	at.setUTCHours(random.pick([1, 2, 3, 13, 16, 19, 21]), random.pick([0, 15, 30, 45]));
	return { due_date: null, due_at: at.toISOString(), reminder_time: new Date(at.getTime() - 2 * 3_600_000).toISOString() };
}
