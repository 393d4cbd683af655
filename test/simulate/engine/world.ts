import { fetchHttp } from '../../../src/openproject';
import type { HttpPort } from '../../../src/openproject';
import { OPENPROJECT_VERSIONS, startOpenProject } from '../../../sandbox/openproject';
import type { OpenProjectServer, WorkPackageView } from '../../../sandbox/openproject';
import type { Random } from '../random';
import { drawFaults, noTroubles } from './faultPlan';
import type { FaultPlan } from './faultPlan';
import type { Home } from './home';
import type { PortWorld } from './ports';
import { Scheduler } from './scheduler';

/** A change of one work package, and whose. */
export interface RemoteChange {
	readonly moment: number;
	readonly author: string;
	readonly id: number;
	readonly old: WorkPackageView | null;
	readonly new: WorkPackageView | null;
}

/** Monday 4 January 2027, noon. */
const START_MS = Date.UTC(2027, 0, 4, 12);

/** Both systems of one seed, its time, its troubles, and what was seen to happen in OpenProject. */
export class SimWorld implements PortWorld {
	readonly scheduler: Scheduler;
	readonly remoteHistory: RemoteChange[] = [];
	/** Work packages that were out of sight for a while. */
	readonly hiddenOnce = new Set<string>();
	readonly troubles = new Map<string, number>();
	readonly plan: FaultPlan;
	private present: FaultPlan;
	private readonly known = new Map<number, WorkPackageView>();
	private hostSkew = 0;
	private databaseSkew = 0;
	private clockSet = '';
	private turn = 0;
	server!: OpenProjectServer;
	wire!: HttpPort & { close(): void };
	doom: (where: string) => boolean = () => false;
	/** Somebody's hands, between two statements. */
	hands: () => Promise<void> = async () => undefined;

	constructor(readonly home: Home, readonly random: Random) {
		this.plan = this.present = drawFaults(random);
		this.scheduler = new Scheduler(random, START_MS);
	}

	static async open(home: Home, random: Random): Promise<SimWorld> {
		const world = new SimWorld(home, random);
		await home.empty();
		const version = random.pick(OPENPROJECT_VERSIONS);
		world.scheduler.note(`OpenProject ${version}, ${home.ground.name}`);
		world.server = await startOpenProject({ version, now: () => world.scheduler.nowMs, randomSeed: 1, apiKey: 'simulated' });
		world.wire = fetchHttp({ baseUrl: world.server.url, apiKey: world.server.apiKey });
		world.server.store.setMembership({ userId: world.server.apiUserId, project: world.server.projectId, role: 'projectAdmin' });
		world.note('seed');
		return world;
	}

	get switches(): OpenProjectServer['faults'] {
		return this.server.faults;
	}

	faults(): FaultPlan {
		return this.present;
	}

	/** From now on nothing goes wrong any more. */
	calmDown(): void {
		this.holdTroubles();
		this.server.faults.clear();
	}

	/** Nothing goes wrong until troubles are released again. */
	holdTroubles(): void {
		this.present = noTroubles;
	}

	releaseTroubles(): void {
		this.present = this.plan;
	}

	hostSkewMs(): number {
		return this.hostSkew;
	}

	/** Sets one of the three clocks wrong by up to two days. */
	shiftAClock(): void {
		const hours = this.random.between(-48, 48);
		const which = this.random.pick(['host', 'database', 'openproject'] as const);
		this.struck(`clock of ${which} shifted`);
		this.scheduler.note(`clock of ${which} shifts by ${hours} h`);
		if (which === 'host') this.hostSkew += hours * 3_600_000;
		else if (which === 'database') this.databaseSkew += hours * 3_600_000;
		else this.server.faults.shiftClock(hours * 3_600_000);
	}

	async betweenStatements(): Promise<void> {
		await this.hands();
	}

	afterRequest(author: string): void {
		this.note(author);
	}

	struck(kind: string): void {
		this.troubles.set(kind, (this.troubles.get(kind) ?? 0) + 1);
	}

	/** Records what changed in OpenProject since the last look. */
	note(author: string): void {
		const list = this.server.store.list();
		const moment = this.scheduler.nowMs;
		const present = new Map(list.map((one) => [one.id, one]));
		for (const [id, old] of this.known) if (!present.has(id)) this.remoteHistory.push({ moment, author, id, old, new: null });
		for (const one of list) {
			const old = this.known.get(one.id) ?? null;
			if (old === null || JSON.stringify(old) !== JSON.stringify(one)) this.remoteHistory.push({ moment, author, id: one.id, old, new: one });
		}
		this.known.clear();
		for (const [id, one] of present) this.known.set(id, one);
	}

	async close(): Promise<void> {
		this.wire.close();
		await this.server.close();
	}

	/** Tells the database what time it is, and which engine's turn; to be called before anything is done in it. */
	async setClocks(engine?: number): Promise<void> {
		this.turn = engine ?? this.turn;
		const { nowMs } = this.scheduler;
		const clock = `select setval('sim.clock', ${Math.round((nowMs + this.databaseSkew) * 1000)}), setval('sim.moment', ${Math.round(nowMs)}), setval('sim.engine', ${this.turn})`;
		if (clock === this.clockSet) return;
		this.clockSet = clock;
		await this.home.admin.query(clock);
	}
}
