import type { Client } from 'pg';
import type { OpenProjectServer } from '../../../sandbox/openproject';
import type { Random } from '../random';

/** What people do between two runs: as many records come as go, so that whatever grows is the package's own. */
export class Traffic {
	private count = 0;

	constructor(private readonly client: Client, private readonly server: OpenProjectServer, private readonly random: Random) {}

	/** So many tasks, all in PostgreSQL. */
	async begin(records: number): Promise<void> {
		await this.client.query('select setseed($1)', [this.random.next()]);
		await this.client.query(
			`insert into tasks (task_id_display, task_title, task_description_detailed, priority)
			select 'S-' || n, 'Task ' || n, repeat('What is to be done. ', n % 20), 'Medium' from generate_series(1, $1) n`,
			[records],
		);
	}

	/** Up to twelve edits on either side, a record more and a record less. */
	async between(): Promise<void> {
		this.count += 1;
		await this.client.query(`update tasks set task_title = split_part(task_title, ',', 1) || ', edited ' || $1 where id in (select id from tasks order by random() limit $2)`, [this.count, this.random.between(0, 12)]);
		const living = this.server.store.list().filter((one) => one.status !== 'Rejected');
		for (let edits = this.random.between(0, 12); edits > 0; edits -= 1) this.server.store.update(this.random.pick(living).id, { dueDate: `2027-03-${String(this.random.between(1, 28)).padStart(2, '0')}` });
		const isHere = this.random.chance(0.5);
		if (isHere) await this.client.query(`insert into tasks (task_id_display, task_title) values ($1, $2)`, [`N-${this.count}`, `New task ${this.count}`]);
		else this.server.store.create({ subject: `Found there ${this.count}`, type: 'Task', status: 'New' });
		if (this.random.chance(0.5)) await this.client.query('delete from tasks where id in (select id from tasks where openproject_id is not null order by random() limit 1)');
		else this.server.store.delete(this.random.pick(living).id);
	}
}
