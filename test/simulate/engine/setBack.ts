import { backUpBooks, backUpOpenProject, backUpTable } from '../../support/backups';
import type { Backup } from '../../support/backups';
import type { Engines } from './engines';
import type { SimWorld } from './world';

type Side = 'openproject' | 'table' | 'books';

const MAKE = { openproject: backUpOpenProject, table: backUpTable, books: backUpBooks } as const;

/** A backup of one side (or of the package's own tables) that is restored alone, at the end, when everything is in step. */
export class SetBack {
	private constructor(private readonly world: SimWorld, private readonly side: Side, private readonly backup: Backup, private readonly then: string, private readonly writtenThen: number) {}

	static async prepare(world: SimWorld, engines: Engines): Promise<SetBack> {
		const side = world.random.pick(['openproject', 'table', 'books'] as const);
		const { home, server } = world;
		const sql = async <T>(text: string, values?: readonly unknown[]): Promise<readonly T[]> => (await home.owner.transaction((tx) => tx.query<T>({ text, values: values ?? [] })));
		world.scheduler.note(`backup of ${side}`);
		return new SetBack(world, side, await MAKE[side]({ server, sql, database: home.owner }), await contents(world, side), writesOf(engines));
	}

	/** What did not hold: a side that lost what was in step with the other has to stop the next run, with nothing written. */
	async restore(engines: Engines): Promise<readonly string[]> {
		const { world, side } = this;
		const now = await contents(world, side);
		const isOlder = side === 'books' ? writesOf(engines) > this.writtenThen : now !== this.then;
		world.scheduler.note(`${side} is restored`);
		await this.backup.restore();
		if (!isOlder) return [];
		world.struck(`${side} restored`);
		const before = await both(world);
		const run = engines.start({ mode: world.random.pick(['incremental', 'full_sync'] as const) });
		await engines.finish();
		const found: string[] = [];
		const guards = run?.result?.guards.map(({ guard }) => guard as string) ?? [];
		if (run?.result?.status !== 'stopped_by_guard' || !guards.includes('went_back')) found.push(`E7 ${side} was set back, and the run ended as ${run?.result?.status ?? String(run?.error)} (${guards.join(', ')}): ${run?.result?.message ?? ''}`);
		if ((await both(world)) !== before) found.push(`E7 ${side} was set back, and something was written`);
		return found;
	}
}

function writesOf(engines: Engines): number {
	return engines.runs.reduce((sum, { result }) => sum + (result === null ? 0 : result.written.local + result.written.remote), 0);
}

/** Fields of all records of a side, as a sync sees them. */
async function contents({ home, server }: SimWorld, side: Side): Promise<string> {
	if (side === 'openproject') return JSON.stringify(server.store.list().map(({ id, subject, description, status, priority, assigneeId, parentId, dueDate }) => [id, subject, description, status, priority, assigneeId, parentId, dueDate]));
	const { rows } = await home.admin.query<{ rows: unknown }>('select jsonb_agg(sim.fields(to_jsonb(t)) order by id) as rows from tasks t');
	return JSON.stringify(rows);
}

async function both(world: SimWorld): Promise<string> {
	return `${await contents(world, 'table')} ${await contents(world, 'openproject')}`;
}
