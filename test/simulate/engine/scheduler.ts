import type { Random } from '../random';

/** One engine of the simulation: what n8n would run in a process of its own. */
export interface SimProcess {
	readonly number: number;
	readonly name: string;
	state: 'running' | 'paused' | 'dead' | 'over';
}

/** Something an engine waits for that happens outside of it. */
interface Task {
	readonly process: SimProcess;
	readonly label: string;
	/** Carries it out, and hands the outcome to the engine. */
	readonly perform: () => Promise<void>;
}

interface Timer {
	readonly at: number;
	readonly order: number;
	/** Null: the world's own. */
	readonly process: SimProcess | null;
	readonly fire: () => Promise<void> | void;
}

/** Rounds of the event loop after which everything an engine does without waiting for anybody is done. */
const QUIET_ROUNDS = 3;
/** A simulation that takes more steps than this has lost its way. */
const MOST_STEPS = 20_000;

/**
 * Virtual time, and one thing at a time: everything engines wait for (a request, a transaction, a pause) is queued, and only
 * once all of them wait is the next picked, by chance. So the same seed gives the same order of events, whatever the machine does.
 */
export class Scheduler {
	/** Milliseconds since 1970, shifted by nobody. */
	nowMs: number;
	readonly trace: string[] = [];
	private tasks: Task[] = [];
	private timers: Timer[] = [];
	private order = 0;
	private steps = 0;

	constructor(private readonly random: Random, startMs: number) {
		this.nowMs = startMs;
	}

	note(line: string): void {
		this.trace.push(`${this.nowMs} ${line}`);
	}

	enqueue(task: Task): void {
		if (task.process.state !== 'dead') this.tasks.push(task);
	}

	after(ms: number, process: SimProcess | null, fire: Timer['fire']): () => void {
		const timer: Timer = { at: this.nowMs + Math.max(0, ms), order: (this.order += 1), process, fire };
		this.timers.push(timer);
		return () => {
			this.timers = this.timers.filter((other) => other !== timer);
		};
	}

	/** The process is gone, as after SIGKILL: what it waits for never comes. */
	kill(process: SimProcess): void {
		process.state = 'dead';
		this.tasks = this.tasks.filter((task) => task.process !== process);
		this.timers = this.timers.filter((timer) => timer.process !== process);
	}

	/** Goes on until `isOver`; `between` is called between any two events. False: nothing is left that could happen. */
	async runUntil(isOver: () => boolean, between: () => Promise<void>): Promise<boolean> {
		for (;;) {
			await quiet();
			if (isOver()) return true;
			this.steps += 1;
			if (this.steps > MOST_STEPS) throw new Error(`The simulation took more than ${MOST_STEPS} steps.`);
			await between();
			if (!(await this.step())) return false;
		}
	}

	private async step(): Promise<boolean> {
		const due = this.nextTimer();
		const ready = this.tasks.filter((task) => task.process.state === 'running');
		if (due !== undefined && (due.at <= this.nowMs || ready.length === 0)) {
			this.timers = this.timers.filter((timer) => timer !== due);
			this.nowMs = Math.max(this.nowMs, due.at);
			await due.fire();
			return true;
		}
		if (ready.length === 0) return false;
		const task = this.random.pick(ready);
		this.tasks = this.tasks.filter((other) => other !== task);
		this.nowMs += this.random.between(1, 20);
		this.note(`${task.process.name} ${task.label}`);
		await task.perform();
		return true;
	}

	private nextTimer(): Timer | undefined {
		let next: Timer | undefined;
		for (const timer of this.timers) {
			if (timer.process !== null && timer.process.state !== 'running') continue;
			if (next === undefined || timer.at < next.at || (timer.at === next.at && timer.order < next.order)) next = timer;
		}
		return next;
	}
}

async function quiet(): Promise<void> {
	for (let round = 0; round < QUIET_ROUNDS; round += 1) await new Promise((resolve) => setImmediate(resolve));
}
