import { fork } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import type { RunResult } from '../../../src/run';
import type { EngineMessage, HeapOrder, RunOrder } from './engineChild';

/** How a run in a process of its own went. */
export type EngineAnswer =
	| { readonly kind: 'done'; readonly result: RunResult }
	/** The engine ended the run with an error; not expected: not one of its own. */
	| { readonly kind: 'failed'; readonly message: string; readonly isExpected: boolean }
	/** The process is gone. */
	| { readonly kind: 'gone'; readonly how: string };

/** A process that holds the engine and nothing else. Ends with the process that started it. */
export class EngineProcess {
	/** The step the run is in, as far as it was told. */
	step: string | null = null;
	private onStep: (step: string) => void = () => undefined;

	private constructor(private readonly child: ChildProcess) {
		child.on('message', (message: EngineMessage) => {
			if (message.kind !== 'step') return;
			this.step = message.step;
			this.onStep(message.step);
		});
	}

	/** Started and ready for orders; `flags` are Node's. */
	static async start(flags: readonly string[] = []): Promise<EngineProcess> {
		const child = fork(join(__dirname, 'engineChild.ts'), [], { execArgv: ['--import', 'tsx', ...flags], stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
		const engine = new EngineProcess(child);
		const answer = await engine.answer((message) => (message.kind === 'ready' ? message : null));
		if (answer.kind === 'gone') throw new Error(`The engine's process did not start: ${answer.how}.`);
		return engine;
	}

	get isAlive(): boolean {
		return this.child.exitCode === null && this.child.signalCode === null;
	}

	/** One run to its end, whatever that is. `onStep` is called at each step's beginning. */
	async run(order: Omit<RunOrder, 'kind'>, onStep: (step: string) => void = () => undefined): Promise<EngineAnswer> {
		this.step = null;
		this.onStep = onStep;
		const answer = this.answer((message) => (message.kind === 'done' || message.kind === 'failed' ? message : null));
		if (this.isAlive) this.child.send({ kind: 'run', ...order } satisfies RunOrder, () => undefined);
		return await answer;
	}

	/** Bytes on its heap after a collection. */
	async heapBytes(): Promise<number> {
		const answer = this.answer((message) => (message.kind === 'heap' || message.kind === 'failed' ? message : null));
		this.child.send({ kind: 'heap' } satisfies HeapOrder);
		const heard = await answer;
		if (heard.kind !== 'heap') throw new Error(heard.kind === 'gone' ? heard.how : heard.message);
		return heard.bytes;
	}

	/** SIGKILL: nothing of it gets to say goodbye. Resolves once it is gone. */
	async kill(): Promise<void> {
		if (!this.isAlive) return;
		const gone = new Promise((resolve) => this.child.once('exit', resolve));
		this.child.kill('SIGKILL');
		await gone;
	}

	private answer<Heard extends EngineMessage>(pick: (message: EngineMessage) => Heard | null): Promise<Heard | { readonly kind: 'gone'; readonly how: string }> {
		return new Promise((resolve) => {
			const settle = (heard: Heard | { readonly kind: 'gone'; readonly how: string }): void => {
				this.child.off('message', onMessage);
				this.child.off('exit', onExit);
				resolve(heard);
			};
			const onMessage = (message: EngineMessage): void => {
				const heard = pick(message);
				if (heard !== null) settle(heard);
			};
			const onExit = (code: number | null, signal: string | null): void => settle({ kind: 'gone', how: `ended with ${signal ?? `code ${code}`}` });
			this.child.on('message', onMessage);
			this.child.once('exit', onExit);
			if (!this.isAlive) onExit(this.child.exitCode, this.child.signalCode);
		});
	}
}
