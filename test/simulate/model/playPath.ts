import { defaultSettings } from '../../../src/run';
import type { PairConfiguration } from '../../../src/run';
import { Random } from '../random';
import { Engines } from '../engine/engines';
import type { SimRun } from '../engine/engines';
import { CADENCE, gatherEvidence, passTime } from '../engine/evidence';
import type { Home } from '../engine/home';
import { simConfiguration } from '../engine/home';
import { judge } from '../engine/oracle';
import { SimWorld } from '../engine/world';
import { HALFWAY_COMMITS } from './actions';
import type { Action } from './actions';

/** Where a path leads, and what did not hold from there on. */
export interface Reached {
	/** Equal for states that no sync can tell apart; null: the last action was not possible. */
	readonly state: string | null;
	/** Whether there is a record on either side. */
	readonly here: boolean;
	readonly there: boolean;
	readonly broken: readonly string[];
}

const DAY = 24 * 3_600_000;

/** Plays the actions from nothing. Where `isNew` says that nobody has been there, edits stop, two runs are made, and everything is judged. */
export async function playPath(home: Home, path: readonly Action[], isNew: (state: string) => boolean): Promise<Reached> {
	const world = await SimWorld.open(home, new Random(1));
	world.calmDown();
	try {
		const engines = new Engines(world, configuration(world.server.projectIdentifier), { ...defaultSettings, heartbeatMs: 15_000, guards: { ...defaultSettings.guards, letThrough: ['mass_delete', 'mass_change', 'both_populated', 'empty_side'] } });
		const player = new Player(world, engines);
		for (const action of path) {
			if (!(await player.act(action))) return { state: null, here: false, there: false, broken: [] };
			await passTime(world, CADENCE);
		}
		const state = await player.state();
		const here = await player.isHere();
		return { state, here, there: world.server.store.count > 0, broken: isNew(state) ? await player.judge() : [] };
	} finally {
		await world.close();
	}
}

function configuration(project: string): PairConfiguration {
	const plain = simConfiguration(project);
	return { ...plain, fields: plain.fields.map((field) => ({ ...field, policies: [{ kind: 'manual' }] })), deletePolicy: { ...plain.deletePolicy, local: { effect: 'delete' } } };
}

class Player {
	private count = 0;

	constructor(private readonly world: SimWorld, private readonly engines: Engines) {}

	/** False where it is not possible: there is nothing to edit, or a record there already. */
	async act(action: Action): Promise<boolean> {
		const { home, server } = this.world;
		await this.world.setClocks();
		const { rows } = await home.admin.query<{ id: string }>('select id from tasks');
		const [one] = server.store.list();
		this.count += 1;
		const value = `v${this.count}`;
		this.world.note('unknown');
		switch (action) {
			case 'edit here':
				return (await home.admin.query('update tasks set task_title = $1', [value])).rowCount === 1;
			case 'delete here':
				return (await home.admin.query('delete from tasks')).rowCount === 1;
			case 'create here':
				if (rows.length > 0) return false;
				await home.admin.query(`insert into tasks (task_id_display, task_title, priority) values ($1, $1, 'Medium')`, [value]);
				return true;
			case 'edit there':
				if (one === undefined) return false;
				server.store.update(one.id, { subject: value });
				break;
			case 'delete there':
				if (one === undefined) return false;
				server.store.delete(one.id);
				break;
			case 'create there':
				if (server.store.count > 0) return false;
				server.store.create({ subject: value });
				break;
			case 'sync': await this.run(() => false); break;
			case 'die before writing': return await this.run((where) => /^before (POST|PATCH|DELETE)/.test(where));
			case 'die after writing': return await this.run((where) => /^after (POST|PATCH|DELETE)/.test(where));
			case 'die halfway': {
				let commits = 0;
				return await this.run((where) => where === 'after a commit' && (commits += 1) === HALFWAY_COMMITS);
			}
		}
		this.world.note('user');
		return true;
	}

	/** Runs a sync that dies where it is told to; false: it came to its end. */
	private async run(doom: (where: string) => boolean): Promise<boolean> {
		this.world.doom = doom;
		const run = this.engines.start({ mode: 'incremental' }) as SimRun;
		await this.engines.finish();
		this.world.doom = () => false;
		return run.process.state === 'dead';
	}

	async isHere(): Promise<boolean> {
		return (await this.world.home.admin.query('select from tasks')).rowCount !== 0;
	}

	/** Everything that can matter to a later sync, with values named by the order in which they appear. Links whose records are both gone for good matter no more: keys and ids never return. */
	async state(): Promise<string> {
		const { rows } = await this.world.home.admin.query<{ state: unknown }>(`select jsonb_build_object(
			'rows', (select jsonb_agg(jsonb_build_array(task_title, status, openproject_id is not null, openproject_sync_status) order by created_at) from tasks),
			'links', (select jsonb_agg(jsonb_build_array(state, local_key is not null, remote_id is not null, base_local, base_remote, remote_seen, local_sum, remote_sum, gone_side, gone_sightings, pending, unresolved, effect, last_failure is not null, local_sum_after_effect, remote_sum_after_effect) order by id) from batch_sync.link l where state <> 'tombstone' or remote_id = any($1::bigint[]) or exists (select 1 from tasks t where t.id::text = l.local_key::jsonb ->> 0)),
			'open', (select jsonb_agg(jsonb_build_array(kind, side, status, values_sent) order by id) from batch_sync.operation where status in ('sending', 'creating')),
			'conflicts', (select jsonb_agg(jsonb_build_array(field, kind, local, remote) order by id) from batch_sync.conflict where status = 'pending_review'),
			'lease', (select count(*) from batch_sync.lease), 'sweep', (select jsonb_agg(sweep is not null) from batch_sync.cursor)) as state`, [this.world.server.store.list().map(({ id }) => id)]);
		const text = JSON.stringify([rows[0]?.state, this.world.server.store.list().map(({ subject, status, customFields }) => [subject, status, Object.keys(customFields).length])]);
		const names = new Map<string, string>();
		return text.replace(/\bv\d+\b|\\\\x[0-9a-f]{64}/g, (value) => {
			const name = names.get(value) ?? `n${names.size}`;
			names.set(value, name);
			return name;
		});
	}

	async judge(): Promise<readonly string[]> {
		const { world, engines } = this;
		const settle = async (): Promise<SimRun> => {
			await passTime(world, CADENCE);
			const run = engines.start({ mode: 'incremental' }) as SimRun;
			await engines.finish();
			return run;
		};
		await settle();
		const first = await gatherEvidence(world, engines, await settle());
		await passTime(world, DAY + CADENCE);
		const second = await gatherEvidence(world, engines, await settle());
		return await judge({ world, configuration: engines.configuration, runs: engines.runs, afterTwoRuns: first, afterADay: second });
	}
}
