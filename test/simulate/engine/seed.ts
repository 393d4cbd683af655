import { createHash } from 'node:crypto';
import { defaultSettings } from '../../../src/run';
import type { PairConfiguration, RunMode, RunSettings } from '../../../src/run';
import type { PolicySpec } from '../../../src/merge';
import { Random } from '../random';
import { Engines } from './engines';
import { CADENCE, gatherEvidence, passTime } from './evidence';
import type { SimRun } from './engines';
import { Hands } from './hands';
import { simConfiguration } from './home';
import type { Home } from './home';
import { judge } from './oracle';
import { Meddling } from './meddling';
import { Rights } from './rights';
import { SetBack } from './setBack';
import { SimWorld } from './world';

/** What became of one seed. */
export interface SeedReport {
	readonly seed: number;
	/** What did not hold, in words; empty: everything did. */
	readonly broken: readonly string[];
	readonly troubles: ReadonlyMap<string, number>;
	readonly trace: readonly string[];
	/** The same for the same seed. */
	readonly traceHash: string;
	readonly counts: { readonly runs: number; readonly events: number; readonly records: number; readonly edits: number; readonly writes: number; readonly conflicts: number };
}

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
/** Enough for every kind of trouble, and few enough for many seeds. */
const MOST_EDITS = 45;
/** Copying every table takes its time. */
const BACKUP_CHANCE = 0.3;

function drawPolicies(random: Random): readonly PolicySpec[] {
	const kind = random.pick(['manual', 'manual', 'remote_wins', 'local_wins', 'newest_wins'] as const);
	return kind === 'newest_wins' ? [{ kind }, { kind: random.pick(['remote_wins', 'manual'] as const) }] : [{ kind }];
}

function drawConfiguration(random: Random, project: string): PairConfiguration {
	const plain = simConfiguration(project);
	return {
		...plain,
		fields: plain.fields.map((field) => ({ ...field, policies: drawPolicies(random) })),
		noBasePolicies: random.pick([[{ kind: 'manual' }], [{ kind: 'remote_wins' }]] as const),
		remote: { ...plain.remote, provenanceField: random.chance(0.85) ? plain.remote.provenanceField : null },
		deletePolicy: {
			remote: random.pick([plain.deletePolicy.remote, plain.deletePolicy.remote, { effect: 'delete' }, { effect: 'none' }] as const),
			local: random.pick([{ effect: 'none' }, { effect: 'status', column: 'status', value: 'Cancelled' }, { effect: 'delete' }] as const),
			versusUpdate: random.pick(['edit_wins', 'edit_wins', 'delete_wins', 'manual'] as const),
		},
	};
}

function drawSettings(random: Random): RunSettings {
	return {
		...defaultSettings,
		heartbeatMs: 15_000,
		batchSize: random.pick([1, 2, 5, 50]),
		workers: random.pick([1, 2, 3, 5]),
		narrowFromRows: random.pick([0, 0, 50_000]),
		guards: { ...defaultSettings.guards, maxDeletes: 2, maxDeletePercent: 100, letThrough: ['mass_change', 'both_populated', ...(random.chance(0.7) ? (['mass_delete', 'empty_side'] as const) : [])] },
	};
}

/** Plays one seed: edits, runs and troubles, then rest, then the judgement. */
export async function playSeed(home: Home, seed: number): Promise<SeedReport> {
	const random = new Random(seed);
	const world = await SimWorld.open(home, random);
	try {
		return await new Play(world, seed).play();
	} catch (error) {
		// The play itself came to nothing: that counts as broken too.
		const { trace } = world.scheduler;
		return { seed, broken: [`the play failed: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`], troubles: world.troubles, trace, traceHash: '', counts: { runs: 0, events: trace.length, records: 0, edits: 0, writes: 0, conflicts: 0 } };
	} finally {
		await world.close();
	}
}

class Play {
	private readonly random: Random;
	private readonly hands: Hands;
	private readonly rights: Rights;
	private readonly meddling: Meddling;
	private readonly engines: Engines;
	private edits = 0;
	private setBack: SetBack | null = null;

	constructor(private readonly world: SimWorld, readonly seed: number) {
		this.random = world.random;
		this.hands = new Hands(world);
		this.rights = new Rights(world, () => this.hands.commitLate());
		this.meddling = new Meddling(world);
		this.engines = new Engines(world, drawConfiguration(world.random, world.server.projectIdentifier), drawSettings(world.random));
	}

	async play(): Promise<SeedReport> {
		const { world, random, engines } = this;
		await this.hands.people();
		for (let left = random.between(0, 6); left > 0; left -= 1) await this.edit();
		if (random.chance(0.6)) await this.firstSync();
		let isEditing = false;
		world.hands = async () => {
			if (isEditing || !random.chance(world.faults().edit / 4)) return;
			isEditing = true;
			await this.edit();
			isEditing = false;
		};
		const backUpAt = random.chance(BACKUP_CHANCE) ? random.between(1, 2) : 0;
		for (let round = random.between(1, 4); round > 0; round -= 1) {
			if (round === backUpAt && engines.alive.length === 0) this.setBack = await SetBack.prepare(world);
			await this.round();
		}
		await this.heal();
		const settled = await this.settle(2, CADENCE);
		const first = await gatherEvidence(this.world, this.engines, settled);
		await passTime(this.world, DAY + CADENCE);
		const second = await gatherEvidence(this.world, this.engines, await this.settle(1, CADENCE));
		const judged = await judge({ world, configuration: this.engines.configuration, runs: this.engines.runs, afterTwoRuns: first, afterADay: second });
		const broken = [...judged, ...((await this.setBack?.restore(engines)) ?? [])];
		const { trace } = world.scheduler;
		return {
			seed: this.seed, broken, troubles: world.troubles, trace, traceHash: createHash('sha256').update(trace.join('\n')).digest('hex').slice(0, 16),
			counts: {
				runs: this.engines.runs.length, events: trace.length, records: second.rows.length, edits: this.edits,
				writes: this.engines.runs.reduce((sum, { result }) => sum + (result === null ? 0 : result.written.local + result.written.remote), 0), conflicts: second.last?.conflictCount ?? 0,
			},
		};
	}

	private async edit(): Promise<void> {
		if (this.edits >= MOST_EDITS) return;
		this.edits += 1;
		await this.hands.edit();
	}

	/** Most edits matter to records that are linked already. */
	private async firstSync(): Promise<void> {
		this.world.holdTroubles();
		this.engines.start({ mode: 'full_sync' });
		await this.engines.finish();
		this.world.releaseTroubles();
		await passTime(this.world, CADENCE);
	}

	private async round(): Promise<void> {
		const { random, world, engines } = this;
		for (let left = random.between(0, 5); left > 0; left -= 1) await this.edit();
		if (random.chance(world.faults().clock)) {
			// Set forward while a request of a dead process is on its way, the database's clock would say that it is long over: the window docs/SPEC.md names.
			await passTime(this.world, 2 * MINUTE);
			world.shiftAClock();
		}
		if (random.chance(world.faults().rights)) await this.rights.withdraw();
		if (random.chance(world.faults().meddling)) await this.meddling.begin();
		if (random.chance(0.15)) await this.decide();
		await this.start();
		let isSecond = random.chance(world.faults().secondRun);
		await world.scheduler.runUntil(() => !engines.alive.some(({ process }) => process.state === 'running'), async () => {
			if (random.chance(world.faults().edit)) await this.edit();
			if (isSecond && random.chance(0.1)) {
				isSecond = false;
				await this.start();
			}
		});
		await passTime(this.world, random.pick([1000, MINUTE, CADENCE, CADENCE, 2 * CADENCE, DAY]));
	}

	private async start(): Promise<void> {
		const { random, engines, world } = this;
		const mode = random.weighted<RunMode>({ incremental: 10, full_sync: 2, reconciliation: 2, delta_sync: 2 });
		const ids = mode === 'delta_sync' ? world.server.store.list().filter(() => random.chance(0.5)).map(({ id }) => String(id)) : undefined;
		const kind = random.weighted({ sync: 20, preview: 2, resync: 1 });
		if (kind === 'resync') engines.start({ mode: 'full_sync', task: { kind: 'resync' } });
		else engines.start({ mode, ...(ids === undefined || ids.length === 0 ? {} : { ids }), ...(kind === 'preview' ? { preview: true } : {}) });
	}

	/** A person settles an open conflict. */
	private async decide(): Promise<void> {
		const side = this.random.pick(['local', 'remote'] as const);
		await this.world.setClocks();
		this.world.scheduler.note(`somebody decides a conflict: ${side}`);
		await this.world.home.admin.query(
			`update batch_sync.conflict set status = 'resolved', decided_on = jsonb_build_object('local', local, 'remote', remote), resolution = jsonb_build_object('chosen', ${side}), resolved_by = 'Ada', resolved_at = now()
			where id = (select min(id) from batch_sync.conflict where status = 'pending_review' and kind = 'both_changed')`);
	}

	/** All troubles end; who stood still goes on, and ends. */
	private async heal(): Promise<void> {
		this.world.scheduler.note('all troubles end');
		this.world.calmDown();
		await this.rights.giveBack();
		await this.meddling.end();
		await this.hands.tidyUp();
		for (const { process } of this.engines.runs) if (process.state === 'paused') process.state = 'running';
		await this.engines.finish();
		// Requests that are still on their way arrive.
		await passTime(this.world, 2 * MINUTE);
	}

	/** So many runs a cadence apart, the last one looked at. A plan a guard holds back is let through. */
	private async settle(runs: number, apartMs: number): Promise<SimRun> {
		let run: SimRun | null = null;
		for (let left = runs; left > 0; left -= 1) {
			await passTime(this.world, apartMs);
			run = this.engines.start({ mode: 'incremental' });
			await this.engines.finish();
			if (run?.result?.status !== 'stopped_by_guard') continue;
			run = this.engines.start({ mode: 'incremental' }, { guards: { maxDeletes: 25, maxDeletePercent: 100, maxChangePercent: 1000, letThrough: ['mass_delete', 'mass_change', 'both_populated', 'empty_side', 'scope_changed', 'mapping_changed'] } });
			await this.engines.finish();
		}
		return run as SimRun;
	}
}
