import { fork, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import type { Answer, Commands, Question } from './commands';

const CHECKOUT = join(__dirname, '../..');

/** A process of our own that carries out commands, one after the other or side by side. */
export class Child<C extends Commands> {
	private readonly waiting = new Map<number, { readonly resolve: (value: unknown) => void; readonly reject: (error: Error) => void }>();
	private asked = 0;
	private ended: Error | null = null;

	private constructor(private readonly name: string, private readonly process: ChildProcess) {
		process.on('message', (answer: Answer) => this.take(answer));
		process.once('exit', (code, signal) => this.end(new Error(`${name} ended with ${signal ?? `code ${code ?? 'unknown'}`}.`)));
		process.once('error', (error) => this.end(error));
	}

	/** Starts a file of this folder. `name` is for messages, `flags` are node's. */
	static start<C extends Commands>(name: string, file: string, flags: readonly string[] = []): Child<C> {
		const child = fork(join(__dirname, file), { cwd: CHECKOUT, execArgv: [...flags, '--import', 'tsx'], stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
		return new Child<C>(name, child);
	}

	get pid(): number {
		return this.process.pid as number;
	}

	/** Has a command carried out; rejects with its failure, or where the process has ended. */
	async ask<K extends keyof C & string>(command: K, ...args: Parameters<C[K]>): Promise<Awaited<ReturnType<C[K]>>> {
		if (this.ended !== null) throw this.ended;
		const id = ++this.asked;
		const answered = new Promise<unknown>((resolve, reject) => void this.waiting.set(id, { resolve, reject }));
		this.process.send({ id, command, args } satisfies Question);
		return (await answered) as Awaited<ReturnType<C[K]>>;
	}

	/** Ends the process; safe to call when it is gone. */
	async stop(): Promise<void> {
		if (this.ended !== null) return;
		const gone = new Promise<void>((resolve) => this.process.once('exit', () => resolve()));
		this.process.kill('SIGTERM');
		await gone;
	}

	private take({ id, ...answer }: Answer): void {
		const waiting = this.waiting.get(id);
		this.waiting.delete(id);
		if ('failure' in answer) waiting?.reject(new Error(`${this.name}: ${answer.failure}`));
		else waiting?.resolve(answer.value);
	}

	private end(reason: Error): void {
		this.ended ??= reason;
		for (const { reject } of this.waiting.values()) reject(reason);
		this.waiting.clear();
	}
}
