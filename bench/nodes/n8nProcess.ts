import { fork, type ChildProcess } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { N8nHost } from '../../sandbox/n8n/host';
import type { BenchContext } from '../context';

export interface NodeRun {
	readonly node: { readonly type: string; readonly typeVersion: number; readonly parameters: object };
	readonly inputCount: number;
	readonly credential: object;
	/**
	 * Whether garbage is collected first: where memory is told, and where a run leaves so much that the next would pay for it. Default: no,
	 * as n8n does not either, and V8 forgets compiled code with each collection.
	 */
	readonly isClean?: boolean;
}

export interface NodeAnswer {
	/** n8n's own count of the node's time. */
	readonly tookMs: number;
	/** Items by output. */
	readonly outputs: readonly number[];
	/** The first item of the first output. */
	readonly first: Readonly<Record<string, unknown>> | null;
	readonly idleBytes: number;
	readonly peakBytes: number;
}

/** n8n's engine in a process of n8n's own Node, with n8n's nodes and ours: the same process measures both. */
export class N8nProcess {
	private constructor(private readonly child: ChildProcess) {}

	static async start(bench: BenchContext, host: N8nHost, packageFolder: string): Promise<N8nProcess> {
		const userFolder = await mkdtemp(join(tmpdir(), 'batch-sync-bench-n8n-'));
		const child = fork(join(__dirname, 'n8nProcess.cjs'), [], {
			execPath: host.file, execArgv: ['--expose-gc', '--max-old-space-size=8192'], serialization: 'advanced', stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
			env: { ...process.env, NODE_OPTIONS: '', HOST: host.origin, PACKAGE: packageFolder, N8N_USER_FOLDER: userFolder, N8N_ENCRYPTION_KEY: 'only-for-the-bench', N8N_LOG_LEVEL: 'silent' },
		});
		bench.started.add('the process of n8n', async () => {
			child.kill();
			await rm(userFolder, { recursive: true, force: true });
		});
		const started = new N8nProcess(child);
		await started.answer();
		return started;
	}

	/** Items that the next runs get, one list for each input. */
	async setInputs(lists: readonly (readonly object[])[]): Promise<void> {
		this.child.send({ kind: 'inputs', lists });
		await this.answer();
	}

	/** Adds items to the first input. */
	async addInputs(list: readonly object[]): Promise<void> {
		this.child.send({ kind: 'more', list });
		await this.answer();
	}

	/** Bytes of memory the process has when all garbage is collected. */
	async memory(): Promise<number> {
		this.child.send({ kind: 'memory' });
		return (await this.answer()) as number;
	}

	async run(run: NodeRun): Promise<NodeAnswer> {
		this.child.send({ kind: 'run', ...run });
		return (await this.answer()) as NodeAnswer;
	}

	private answer(): Promise<unknown> {
		return new Promise((resolve, reject) => {
			const onExit = (code: number | null): void => reject(new Error(`The process of n8n ended with ${code}.`));
			this.child.once('exit', onExit);
			this.child.once('message', (message: { readonly value?: unknown; readonly error?: string }) => {
				this.child.off('exit', onExit);
				if (message.error === undefined) resolve(message.value);
				else reject(new Error(message.error));
			});
		});
	}
}
