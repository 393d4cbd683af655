import type { Verdict } from './judge';

/** What Tally is told of a process that was killed. */
export interface Killed {
	readonly victim: 'engine' | 'database' | 'n8n';
	/** Milliseconds from the run's start. */
	readonly afterMs: number;
	/** Step the run was in; null: it had ended. */
	readonly step: string | null;
}

/** How a history went. */
export interface Round extends Verdict {
	readonly strikes: readonly Killed[];
	/** From when all were up again to the end of the first run that was done, milliseconds. */
	readonly recoveryMs: number;
	/** What else was not as it must be. */
	readonly problems: readonly string[];
}

/** Tells each round in a line, and adds up. */
export class Tally {
	private readonly counts = { rounds: 0, engineKills: 0, databaseKills: 0, n8nKills: 0, killsInARun: 0, records: 0, lost: 0, doubled: 0, failedRounds: 0 };
	private readonly recoveries: number[] = [];

	constructor(private readonly say: (line: string) => void) {}

	/** `again`: the options that play it again. */
	add(seed: number, round: Round, again = '--rounds 1 --n8n-rounds 0'): void {
		this.counts.rounds += 1;
		this.counts.records += round.records;
		this.counts.lost += round.lost.length;
		this.counts.doubled += round.doubled.length;
		this.counts.engineKills += round.strikes.filter(({ victim }) => victim === 'engine').length;
		this.counts.databaseKills += round.strikes.filter(({ victim }) => victim === 'database').length;
		this.counts.n8nKills += round.strikes.filter(({ victim }) => victim === 'n8n').length;
		this.counts.killsInARun += round.strikes.filter(({ step }) => step !== null).length;
		this.recoveries.push(round.recoveryMs);
		const killed = round.strikes.map(({ victim, afterMs, step }) => `${victim} after ${afterMs} ms (${step ?? 'run over'})`).join(', then ');
		this.say(`seed ${seed}: killed ${killed}; recovered in ${round.recoveryMs} ms; ${round.records} records`);
		const trouble = [...round.lost, ...round.doubled, ...round.problems];
		if (trouble.length > 0) this.report(seed, trouble, again);
	}

	/** A round that could not be played to its end. */
	fail(seed: number, error: unknown, again = '--rounds 1 --n8n-rounds 0'): void {
		this.counts.rounds += 1;
		this.report(seed, [error instanceof Error ? error.message : String(error)], again);
	}

	get isClean(): boolean {
		return this.counts.failedRounds === 0;
	}

	closingLine(): string {
		const { rounds, engineKills, databaseKills, n8nKills, killsInARun, records, lost, doubled, failedRounds } = this.counts;
		const sorted = [...this.recoveries].sort((a, b) => a - b);
		const median = sorted[Math.floor(sorted.length / 2)] ?? 0;
		return `${rounds} rounds, ${engineKills} engine kills, ${databaseKills} database kills, ${n8nKills} n8n kills, ${killsInARun} of them in the middle of a run, ${records} records, ${lost} lost, ${doubled} doubled, ${failedRounds} rounds failed; recovery ${median} ms (median), ${sorted.at(-1) ?? 0} ms (longest)`;
	}

	private report(seed: number, trouble: readonly string[], again: string): void {
		this.counts.failedRounds += 1;
		this.say(`seed ${seed} FAILED:`);
		for (const sentence of trouble.slice(0, 20)) this.say(`  ${sentence}`);
		if (trouble.length > 20) this.say(`  and ${trouble.length - 20} more`);
		this.say(`  again: npm run simulate -- kill ${again} --first-seed ${seed}`);
	}
}
