import type { SimWorld } from './world';

/** What the table's own triggers do to the engine's writes; the numbers are those of sim.mood. */
const MOODS = { 'leaves out': 1, refuses: 2, 'keeps the old row': 3, 'refuses at the commit': 4, 'spells otherwise': 5 } as const;

/** A trigger of the users' that comes and goes. */
export class Meddling {
	constructor(private readonly world: SimWorld) {}

	/** Begins to meddle, for a while. */
	async begin(): Promise<void> {
		const { random, scheduler } = this.world;
		const kind = random.pick(Object.keys(MOODS) as (keyof typeof MOODS)[]);
		this.world.struck(`trigger ${kind}`);
		scheduler.note(`a trigger ${kind}`);
		await this.set(MOODS[kind]);
		scheduler.after(random.between(1000, 3_600_000), null, () => this.end());
	}

	async end(): Promise<void> {
		await this.set(0);
	}

	private async set(mood: number): Promise<void> {
		await this.world.home.admin.query(`select setval('sim.mood', ${mood})`);
	}
}
