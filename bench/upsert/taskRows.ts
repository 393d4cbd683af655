import { SeededRandom } from '../../sandbox/flrts/random';
import { descriptionOf, titleOf } from '../../sandbox/flrts/texts';
import { SITES } from '../../sandbox/flrts/places';

/** A row as a program holds it before it is stored. */
export interface TaskRow {
	readonly id: string;
	readonly task_id_display: string;
	readonly task_title: string;
	readonly task_description_detailed: string | null;
	readonly status: string;
	readonly priority: string;
	readonly due_date: string | null;
	readonly due_at: Date | null;
	readonly crew_size: number;
	readonly is_urgent: boolean;
	readonly estimated_hours: string;
	readonly details: { readonly site: string; readonly tags: readonly string[]; readonly visits: number };
}

export const COLUMNS = [
	'id', 'task_id_display', 'task_title', 'task_description_detailed', 'status', 'priority', 'due_date', 'due_at', 'crew_size', 'is_urgent', 'estimated_hours', 'details',
] as const satisfies ReadonlyArray<keyof TaskRow>;

/** A table of twelve columns of mixed types, as a FLRTS tasks row has them. `name` needs no quotes. */
export function createTable(name: string): string {
	return `create table ${name} (
		id uuid primary key,
		task_id_display varchar(50) not null,
		task_title varchar(255) not null,
		task_description_detailed text,
		status task_status not null,
		priority varchar(50),
		due_date date,
		due_at timestamptz,
		crew_size integer,
		is_urgent boolean not null,
		estimated_hours numeric(8, 2),
		details jsonb
	)`;
}

export const CREATE_TYPES = `create type task_status as enum ('To Do', 'In Progress', 'Done', 'Cancelled', 'Archived')`;

const STATUSES = ['To Do', 'In Progress', 'Done', 'Cancelled', 'Archived'];
const PRIORITIES = ['Low', 'Medium', 'High', 'Immediate'];
const TAGS = ['cooling', 'électrique', 'roof', 'Größe L', 'urgent?', 'a\\b'];
const DAY_MS = 86_400_000;
const FIRST_DAY_MS = Date.UTC(2026, 0, 1);
/** One row in so many is changed. */
const CHANGED_ONE_IN = 10;

/** The same seed gives the same rows. */
export function makeRows(count: number, seed: number): readonly TaskRow[] {
	const random = new SeededRandom(seed);
	return Array.from({ length: count }, (_, index) => rowOf(random, index + 1));
}

/** The same rows, every tenth with another title and crew. */
export function changeSome(rows: readonly TaskRow[]): readonly TaskRow[] {
	return rows.map((row, index) => (index % CHANGED_ONE_IN === 0 ? { ...row, task_title: `Moved: ${row.task_title}`.slice(0, 255), crew_size: row.crew_size + 1 } : row));
}

/** How many rows `changeSome` changes. */
export function changedCount(count: number): number {
	return Math.ceil(count / CHANGED_ONE_IN);
}

function rowOf(random: SeededRandom, number: number): TaskRow {
	const site = random.pick(SITES).name;
	const at = new Date(FIRST_DAY_MS + random.below(365) * DAY_MS + random.below(1440) * 60_000);
	const isTimed = random.happens(25);
	return {
		id: random.uuid(),
		task_id_display: `FT-${String(number).padStart(6, '0')}`,
		task_title: titleOf(random, site),
		task_description_detailed: descriptionOf(random),
		status: random.pick(STATUSES),
		priority: random.pick(PRIORITIES),
		due_date: isTimed || random.happens(15) ? null : at.toISOString().slice(0, 10),
		due_at: isTimed ? at : null,
		crew_size: 1 + random.below(6),
		is_urgent: random.happens(10),
		estimated_hours: (random.below(4000) / 100).toFixed(2),
		details: { site, tags: [random.pick(TAGS), random.pick(TAGS)], visits: random.below(9) },
	};
}
