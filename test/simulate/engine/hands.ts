import type { WorkPackageView } from '../../../sandbox/openproject';
import type { SimWorld } from './world';

/** People of the user map, and one who is in none. */
export const CREW = [6, 7] as const;
const STRANGER = 8;
const LOCAL_STATUS = ['To Do', 'In Progress', 'Done', 'Archived', 'Cancelled'] as const;
const REMOTE_STATUS = ['New', 'In progress', 'On hold', 'Closed', 'Tested', 'Rejected'] as const;
const LOCAL_PRIORITY = ['Low', 'Medium', 'High', 'Immediate'] as const;
const REMOTE_PRIORITY = ['Low', 'Normal', 'High', 'Immediate'] as const;

/** A priority no mapping knows. */
export const UNKNOWN_PRIORITY = 'Someday';

const LOCAL_EDITS = { title: 10, text: 8, due: 6, time: 2, status: 5, priority: 5, assignee: 3, parent: 5, insert: 6, insertChild: 3, late: 2, delete: 3, touch: 2, odd: 1, lock: 2 } as const;
const REMOTE_EDITS = { subject: 10, description: 8, dueDate: 6, status: 5, priority: 5, assignee: 3, parent: 5, create: 6, createChild: 2, delete: 2, comment: 3, touch: 2, copy: 1, move: 1, hide: 1 } as const;

/** The people on both sides. Values of texts and dates never repeat, so that it can be told whose edit a value is. */
export class Hands {
	private count = 0;
	/** What becomes of the transaction that stands open; null: none does. */
	private open: 'commit' | 'rollback' | null = null;
	private readonly hidden = new Set<number>();
	/** Where people keep from deleting. */
	mayDelete = true;

	constructor(private readonly world: SimWorld) {}

	async people(): Promise<void> {
		await this.world.home.admin.query(`insert into personnel (id, full_name) select md5('person' || n)::uuid, 'Person ' || n from generate_series(1, 3) n`);
		await this.world.home.admin.query(`insert into openproject_user_mapping (personnel_id, openproject_user_id) select md5('person' || n)::uuid, n + 5 from generate_series(1, 2) n`);
	}

	async edit(): Promise<void> {
		const { scheduler } = this.world;
		// A moment of its own, so that both sides' histories can be put into one order.
		scheduler.nowMs += 1;
		await this.world.setClocks();
		if (this.world.random.chance(0.5)) await this.editLocally();
		else this.editRemotely();
		scheduler.nowMs += 1;
		await this.world.setClocks();
	}

	/** Ends what people left half done, and takes back what no sync can carry. */
	async tidyUp(): Promise<void> {
		await this.commitLate();
		for (const id of this.hidden) this.world.server.store.show(id);
		this.hidden.clear();
		await this.world.setClocks();
		this.takeBackLacking();
		await this.world.home.admin.query(`update tasks set priority = 'Low' where priority = $1`, [UNKNOWN_PRIORITY]);
	}

	/** Texts that the table's database cannot hold are written otherwise. */
	private takeBackLacking(): void {
		const { home: { ground: { lacks } }, server: { store } } = this.world;
		if (lacks === null) return;
		this.world.note('unknown');
		for (const { id, subject, description } of store.list()) {
			if (subject.includes(lacks)) store.update(id, { subject: this.value() });
			if (description?.includes(lacks) === true) store.update(id, { description: this.value() });
		}
		this.world.note('user');
	}

	/** People crowd around the same few records, so that edits meet. */
	private favourite<T>(list: readonly T[]): T {
		return list[Math.floor(this.world.random.next() ** 2 * list.length)] as T;
	}

	/** What somebody writes in OpenProject, whatever the table's database can hold. */
	private valueThere(): string {
		const { lacks } = this.world.home.ground;
		return lacks !== null && this.world.random.chance(0.2) ? `${this.value()} ${lacks}` : this.value();
	}

	private value(): string {
		this.count += 1;
		return `v${this.count}`;
	}

	private date(): string {
		this.count += 1;
		return new Date(Date.UTC(2028, 0, 1) + this.count * 86_400_000).toISOString().slice(0, 10);
	}

	async editLocally(): Promise<void> {
		const { random, home, scheduler } = this.world;
		const { rows } = await home.admin.query<{ id: string }>('select id from tasks order by task_id_display');
		const kind = rows.length === 0 ? 'insert' : random.weighted(LOCAL_EDITS);
		const id = rows.length === 0 ? null : this.favourite(rows).id;
		const other = rows.length === 0 ? null : random.pick([null, random.pick(rows).id]);
		scheduler.note(`somebody edits here: ${kind} ${id ?? ''}`);
		const set = async (column: string, value: unknown): Promise<void> => void (await this.locally(`update tasks set ${column} = $2 where id = $1`, [id, value]));
		switch (kind) {
			case 'title': return await set('task_title', random.pick([this.value(), ` ${this.value()} `]));
			case 'text': return await set('task_description_detailed', random.pick([this.value(), `${this.value()}\r\nmore  `, null]));
			case 'due': return void (await this.locally('update tasks set due_date = $2, due_at = null where id = $1', [id, random.pick([this.date(), null])]));
			case 'time': return await set('due_at', `${this.date()} 17:30:00+00`);
			case 'status': return await set('status', random.pick(LOCAL_STATUS));
			case 'priority': return await set('priority', random.pick(LOCAL_PRIORITY));
			case 'assignee': return void (await this.locally(`update tasks set assigned_to_user_id = case when $2::int is null then null else md5('person' || $2)::uuid end where id = $1`, [id, random.pick([null, 1, 2, 3])]));
			case 'parent': return await set('parent_task_id', await this.allowedParent(id, other));
			case 'insert':
			case 'insertChild': return void (await this.locally(`insert into tasks (task_id_display, task_title, priority, parent_task_id) values ($1, $2, 'Medium', $3)`, [`D-${this.value()}`, this.value(), kind === 'insertChild' ? id : null]));
			case 'late': return await this.beginLate();
			case 'delete': return this.mayDelete ? void (await this.locally('delete from tasks where id = $1', [id])) : undefined;
			case 'touch': return void (await this.locally('update tasks set updated_at = updated_at where id = $1', [id]));
			case 'lock': return await this.lock(id);
			case 'odd': return await set('priority', UNKNOWN_PRIORITY);
		}
	}

	/** Nobody makes a record its own ancestor on one side; that both sides do it together is another matter. */
	private async allowedParent(id: string | null, parent: string | null): Promise<string | null> {
		const { rows } = await this.world.home.admin.query<{ id: string }>(
			'with recursive above as (select id, parent_task_id from tasks where id = $1 union select t.id, t.parent_task_id from tasks t join above a on t.id = a.parent_task_id) select id from above', [parent]);
		return rows.some((row) => row.id === id) ? null : parent;
	}

	/** An engine may be holding the row: then this person loses patience. */
	private async locally(text: string, values: readonly unknown[]): Promise<void> {
		try {
			await this.world.home.admin.query(text, [...values]);
		} catch (error) {
			if ((error as { code?: string }).code !== '55P03') throw error;
			this.world.scheduler.note('somebody waits for a lock and gives up');
		}
	}

	/** A row that was written long before it can be seen. */
	private async beginLate(): Promise<void> {
		if (this.open !== null) return;
		this.open = 'commit';
		const { slow } = this.world.home;
		await this.world.setClocks();
		await slow.query('begin');
		await slow.query(`insert into tasks (task_id_display, task_title, priority) values ($1, $2, 'Medium')`, [`D-${this.value()}`, this.value()]);
		this.world.struck('late commit');
		this.world.scheduler.after(this.world.random.between(1000, 1_800_000), null, () => this.commitLate());
	}

	/** Ends the transaction that stands open, if one does. */
	async commitLate(): Promise<void> {
		const { open } = this;
		if (open === null) return;
		this.open = null;
		await this.world.home.slow.query(open);
	}

	/** Somebody opens a row to edit it, and goes to lunch. */
	private async lock(id: string | null): Promise<void> {
		if (this.open !== null) return;
		this.open = 'rollback';
		const { slow } = this.world.home;
		await slow.query('begin');
		await slow.query('select from tasks where id = $1 for update', [id]);
		this.world.struck('row locked');
		this.world.scheduler.after(this.world.random.between(1000, 1_800_000), null, () => this.commitLate());
	}

	editRemotely(): void {
		const { random, server, scheduler } = this.world;
		const list = server.store.list({ project: server.projectId });
		const kind = list.length === 0 ? 'create' : random.weighted(REMOTE_EDITS);
		const one = list.length === 0 ? null : this.favourite(list);
		const other = list.length === 0 ? null : random.pick([null, random.pick(list)]);
		scheduler.note(`somebody edits there: ${kind} ${one?.id ?? ''}`);
		this.world.note('unknown');
		try {
			this.act(kind, one, other);
		} catch (error) {
			// A rule of OpenProject forbids it (a status that cannot follow, a parent below its child): then nothing happens.
			scheduler.note(`OpenProject forbids it: ${error instanceof Error ? error.message : String(error)}`);
		}
		this.world.note('user');
	}

	private act(kind: keyof typeof REMOTE_EDITS, one: WorkPackageView | null, other: WorkPackageView | null): void {
		const { random, server } = this.world;
		const { store } = server;
		if (kind === 'create' || one === null) return void store.create({ subject: this.valueThere() });
		switch (kind) {
			case 'subject': return void store.update(one.id, { subject: this.valueThere() });
			case 'description': return void store.update(one.id, { description: random.pick([this.valueThere(), `${this.valueThere()}\n\nmore`, '']) });
			case 'dueDate': return void store.update(one.id, { dueDate: random.pick([this.date(), null]) });
			case 'status': return void store.update(one.id, { status: random.pick(REMOTE_STATUS) });
			case 'priority': return void store.update(one.id, { priority: random.pick(REMOTE_PRIORITY) });
			case 'assignee': return void store.update(one.id, { assigneeId: random.pick([null, ...CREW, STRANGER]) });
			case 'parent': return void store.update(one.id, { parentId: other === null || other.id === one.id ? null : other.id });
			case 'createChild': return void store.create({ subject: this.valueThere(), parentId: one.id });
			case 'delete': return this.mayDelete ? void store.delete(one.id) : undefined;
			case 'comment': return void store.comment(one.id, 'Any news?');
			case 'touch': return void store.touch(one.id);
			case 'copy': return void store.copy(one.id);
			case 'move': return this.mayDelete ? void store.move(one.id, this.elsewhere()) : undefined;
			case 'hide': {
				this.hidden.add(one.id);
				this.world.hiddenOnce.add(String(one.id));
				return store.hide(one.id);
			}
		}
	}

	private elsewhere(): string {
		const { store } = this.world.server;
		try {
			store.list({ project: 'elsewhere' });
		} catch {
			store.addProject({ identifier: 'elsewhere', name: 'Elsewhere', public: true });
		}
		return 'elsewhere';
	}
}
