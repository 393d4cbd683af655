import type { SimWorld } from './world';

/** Rights that come and go. */
export class Rights {
	private restore: (() => Promise<void>) | null = null;

	/** `finishOpen` ends transactions of users that would stand in the way of a change to the table itself. */
	constructor(private readonly world: SimWorld, private readonly finishOpen: () => Promise<void>) {}

	/** Withdraws a right from the engine for a while. */
	async withdraw(): Promise<void> {
		if (this.restore !== null) return;
		const { random, scheduler, server, home } = this.world;
		const { admin, role } = home;
		const kind = random.pick(['membership', 'reader', 'table', 'rows'] as const);
		this.world.struck(`right withdrawn: ${kind}`);
		scheduler.note(`right withdrawn: ${kind}`);
		const member = (name: 'projectAdmin' | 'reader' | null): void => server.store.setMembership({ userId: server.apiUserId, project: server.projectId, role: name });
		switch (kind) {
			case 'membership':
			case 'reader':
				member(kind === 'reader' ? 'reader' : null);
				this.restore = async () => member('projectAdmin');
				break;
			case 'table':
				await admin.query(`revoke select on tasks from ${role}`);
				this.restore = async () => void (await admin.query(`grant select on tasks to ${role}`));
				break;
			case 'rows':
				await this.finishOpen();
				await admin.query('alter table tasks enable row level security');
				this.restore = async () => void (await admin.query('alter table tasks disable row level security'));
				break;
		}
		scheduler.after(random.between(1000, 3_600_000), null, () => this.giveBack());
	}

	async giveBack(): Promise<void> {
		const { restore } = this;
		this.restore = null;
		if (restore === null) return;
		this.world.scheduler.note('rights are given back');
		await this.finishOpen();
		await restore();
	}
}
