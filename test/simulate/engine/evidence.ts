import type { Engines, SimRun } from './engines';
import type { Evidence } from './oracle';
import type { SimWorld } from './world';

/** Time between two scheduled runs. */
export const CADENCE = 15 * 60_000;

/** Lets this much time pass; whoever is under way goes on meanwhile. */
export async function passTime({ scheduler }: SimWorld, ms: number): Promise<void> {
	let isOver = false;
	scheduler.after(ms, null, () => void (isOver = true));
	await scheduler.runUntil(() => isOver, async () => undefined);
}

/** What both sides and the package's tables hold now, and whether a further run leaves them so. */
export async function gatherEvidence(world: SimWorld, engines: Engines, settled: SimRun): Promise<Evidence> {
	const before = await fingerprint(world);
	await passTime(world, CADENCE);
	const extra = engines.start({ mode: 'incremental' }) as SimRun;
	await engines.finish();
	const after = await fingerprint(world);
	const { admin } = world.home;
	const rows = await admin.query<{ fields: Evidence['rows'][number] }>('select sim.fields(to_jsonb(t)) as fields from tasks t order by task_id_display');
	const links = await admin.query(`select l.id::text, rtrim(l.local_key::jsonb ->> 0) as "localKey", l.remote_id::text as "remoteId", l.state, l.gone_side as "goneSide", l.out_side as "outSide", l.pending, l.unresolved,
		l.field_failures as "fieldFailures", l.last_failure as "lastFailure", l.base_local as "baseLocal", l.base_remote as "baseRemote" from batch_sync.link l order by l.id`);
	return {
		rows: rows.rows.map((row) => row.fields), packages: world.server.store.list(), links: links.rows as Evidence['links'],
		settled: settled.result, settledError: settled.error, last: extra.result, lastError: extra.error, isAtRest: before === after, difference: before === after ? '' : `${before} before, ${after} after`,
	};
}

/** Versions of every row and work package: they move with every write. */
async function fingerprint({ home, server }: SimWorld): Promise<string> {
	const { rows } = await home.admin.query<{ version: string | null }>(`select string_agg(id || ':' || xmin, ',' order by id) as version from tasks`);
	return `${rows[0]?.version ?? ''} ${server.store.list().map(({ id, lockVersion }) => `${id}:${lockVersion}`).join(',')}`;
}
