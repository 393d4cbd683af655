import { backUpBooks, backUpOpenProject, backUpTable } from '../../support/backups';
import type { Backup } from '../../support/backups';
import type { Engines } from './engines';
import type { SimWorld } from './world';

type Side = 'openproject' | 'table' | 'books';

const MAKE = { openproject: backUpOpenProject, table: backUpTable, books: backUpBooks } as const;

/** A backup of one side (or of the package's own tables) that is restored alone, at the end, when everything is in step. */
export class SetBack {
	private constructor(private readonly world: SimWorld, private readonly side: Side, private readonly backup: Backup, private readonly then: ReadonlyMap<string, string>) {}

	static async prepare(world: SimWorld): Promise<SetBack> {
		const side = world.random.pick(['openproject', 'table', 'books'] as const);
		const { home, server } = world;
		const sql = async <T>(text: string, values?: readonly unknown[]): Promise<readonly T[]> => (await home.owner.transaction((tx) => tx.query<T>({ text, values: values ?? [] })));
		world.scheduler.note(`backup of ${side}`);
		return new SetBack(world, side, await MAKE[side]({ server, sql, database: home.owner }), await contents(world, side));
	}

	/**
	 * What did not hold: where a side shows an older state of a record, the next run stops, with nothing written; where the package's own
	 * tables were set back nothing is written, since both sides are in step. A row that was never synced then is no sign: people unlink rows.
	 */
	async restore(engines: Engines): Promise<readonly string[]> {
		const { world, side } = this;
		const shown = await contents(world, side);
		const showsOlder = side !== 'books' && [...this.then].some(([id, fields]) => shown.has(id) && shown.get(id) !== fields && !fields.includes('"remote":null'));
		world.scheduler.note(`${side} is restored`);
		await this.backup.restore();
		world.struck(`${side} restored${showsOlder ? ', to be seen' : ''}`);
		const before = await both(world);
		const run = engines.start({ mode: world.random.pick(['incremental', 'full_sync'] as const) });
		await engines.finish();
		const found: string[] = [];
		const guards = run?.result?.guards.map(({ guard }) => guard as string) ?? [];
		if (showsOlder && !(run?.result?.status === 'stopped_by_guard' && guards.includes('went_back'))) found.push(`E22 ${side} was set back, and the run ended as ${run?.result?.status ?? String(run?.error)} (${guards.join(', ')}): ${run?.result?.message ?? ''}`);
		if ((showsOlder || side === 'books') && (await both(world)) !== before) found.push(`E22 ${side} was set back, and something was written: ${before} became ${await both(world)}`);
		return found;
	}
}

/** Fields of all records of a side, as a sync sees them, by id. */
async function contents({ home, server }: SimWorld, side: Side): Promise<ReadonlyMap<string, string>> {
	if (side === 'openproject') return new Map(server.store.list().map(({ id, subject, description, status, priority, assigneeId, parentId, dueDate }) => [String(id), JSON.stringify([subject, description, status, priority, assigneeId, parentId, dueDate])]));
	const { rows } = await home.admin.query<{ id: string; fields: unknown }>('select id::text, sim.fields(to_jsonb(t)) as fields from tasks t order by id');
	return new Map(rows.map(({ id, fields }) => [id, JSON.stringify(fields)]));
}

async function both(world: SimWorld): Promise<string> {
	return JSON.stringify([[...(await contents(world, 'table'))], [...(await contents(world, 'openproject'))]]);
}
