import type { Random } from '../random';
import { priorityThere, type BothSides, type KnownRecord, type Priority } from './known';

const PRIORITIES: readonly Priority[] = ['Low', 'Medium', 'High'];

/** The people on both sides: they create, edit and delete, and remember what must come of it. */
export class Editors {
	readonly records: KnownRecord[] = [];
	private count = 0;

	/** `deletesThere`: whether they delete work packages too, which a sync answers only where it is told to. */
	constructor(private readonly world: BothSides, private readonly random: Random, private readonly deletesThere = true) {}

	/** So many of a working day's doings: mostly edits, some creations, few deletions. */
	async work(doings: number): Promise<void> {
		await this.learnPartners();
		for (let at = 0; at < doings; at += 1) {
			const what = this.random.weighted({ edit: 10, createHere: 3, createThere: 3, deleteHere: 1, deleteThere: this.deletesThere ? 1 : 0 });
			if (what === 'createHere') await this.createHere();
			else if (what === 'createThere') this.createThere();
			else if (what === 'edit') await this.edit();
			else await this.remove(what === 'deleteHere');
		}
	}

	/** Both sides were found to agree: everything may be deleted again. */
	settle(): void {
		for (const record of this.records) record.isTouched = false;
	}

	async createHere(): Promise<void> {
		const parent = this.pickParent((one) => one.rowId !== null);
		const record = this.born(parent === undefined);
		const [row] = await this.world.sql<{ id: string }>(
			`insert into tasks (task_id_display, task_title, parent_task_id, priority) values ($1, $2, $3, 'Medium') returning id`,
			[`T-${this.records.length}`, record.name, parent?.rowId ?? null],
		);
		record.rowId = row?.id ?? null;
	}

	createThere(): void {
		const parent = this.pickParent((one) => one.packageId !== null);
		const record = this.born(parent === undefined);
		record.packageId = this.world.server.store.create({ subject: record.name, type: 'Task', status: 'New', ...(parent === undefined ? {} : { parentId: parent.packageId }) }).id;
	}

	private born(mayBeParent: boolean): KnownRecord {
		const name = `Record ${(this.count += 1)}`;
		const record: KnownRecord = {
			name, words: this.random.pick(['here', 'there'] as const), isParent: mayBeParent && this.random.chance(0.2), rowId: null, packageId: null, expected: { title: name }, isGone: false, isTouched: true,
		};
		this.records.push(record);
		return record;
	}

	private pickParent(isKnown: (record: KnownRecord) => boolean): KnownRecord | undefined {
		const parents = this.records.filter((one) => one.isParent && !one.isGone && isKnown(one));
		return parents.length > 0 && this.random.chance(0.4) ? this.random.pick(parents) : undefined;
	}

	private async edit(): Promise<void> {
		const living = this.records.filter((one) => !one.isGone);
		if (living.length === 0) return;
		const record = this.random.pick(living);
		const isWords = record.isParent || this.random.chance(0.5);
		const isHere = (record.words === 'here') === isWords;
		if (isHere ? record.rowId === null : record.packageId === null) return;
		record.isTouched = true;
		record.expected = { ...record.expected, ...(isWords ? this.newWords(record) : this.newTerms()) };
		await (isHere ? this.writeHere(record) : this.writeThere(record));
	}

	private newWords(record: KnownRecord): Pick<KnownRecord['expected'], 'title'> | Pick<KnownRecord['expected'], 'description'> {
		const mark = (this.count += 1);
		return this.random.chance(0.7) ? { title: `${record.name}, edited ${mark}` } : { description: `Line one of ${mark}\n\nLine two – ${'ä'.repeat(this.random.between(1, 400))}` };
	}

	private newTerms(): Pick<KnownRecord['expected'], 'due'> | Pick<KnownRecord['expected'], 'priority'> {
		if (this.random.chance(0.4)) return { priority: this.random.pick(PRIORITIES) };
		return { due: `2027-${String(this.random.between(1, 12)).padStart(2, '0')}-${String(this.random.between(1, 28)).padStart(2, '0')}` };
	}

	/** Only the fields that are edited here are written here. */
	private async writeHere({ rowId, words, expected }: KnownRecord): Promise<void> {
		const { title, description = null, due = null, priority = 'Medium' } = expected;
		if (words === 'here') await this.world.sql('update tasks set task_title = $2, task_description_detailed = $3 where id = $1', [rowId, title, description]);
		else await this.world.sql('update tasks set due_date = $2, priority = $3 where id = $1', [rowId, due, priority]);
	}

	private async writeThere({ packageId, words, expected }: KnownRecord): Promise<void> {
		const { title, description, due, priority } = expected;
		if (words === 'there') this.world.server.store.update(packageId as number, { subject: title, description });
		// Somebody who means the day that is given, weekends too: OpenProject would move it by itself.
		else this.world.server.store.update(packageId as number, { ...(due === undefined ? {} : { dueDate: due, ignoreNonWorkingDays: true }), priority: priority === undefined ? undefined : priorityThere[priority] });
	}

	/** Only what nobody edited since both sides agreed: else the edit rightly wins, and the record comes back. */
	private async remove(isHere: boolean): Promise<void> {
		const candidates = this.records.filter((one) => !one.isGone && !one.isTouched && !one.isParent && one.rowId !== null && one.packageId !== null);
		if (candidates.length === 0) return;
		const record = this.random.pick(candidates);
		record.isGone = true;
		if (isHere) await this.world.sql('delete from tasks where id = $1', [record.rowId]);
		else this.world.server.store.delete(record.packageId as number);
	}

	/** Which row is which work package, as far as the write-back tells by now. */
	private async learnPartners(): Promise<void> {
		const rows = await this.world.sql<{ id: string; openproject_id: number }>('select id, openproject_id from tasks where openproject_id is not null');
		for (const record of this.records) {
			record.packageId ??= rows.find((row) => row.id === record.rowId)?.openproject_id ?? null;
			record.rowId ??= rows.find((row) => row.openproject_id === record.packageId)?.id ?? null;
		}
	}
}
