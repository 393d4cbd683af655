import { openProjectRemote } from '../../../src/openproject';
import { compileMapping } from '../../../src/mapping';
import { runSync } from '../../../src/run';
import type { PairConfiguration, RunMode, RunRequest, RunResult, RunSettings, RunTask } from '../../../src/run';
import { simClock, simDatabase, simHttp } from './ports';
import type { SimProcess } from './scheduler';
import type { SimWorld } from './world';

/** A run as somebody outside sees it. */
export interface SimRun {
	readonly process: SimProcess;
	readonly mode: RunMode;
	readonly task: RunTask['kind'];
	readonly preview: boolean;
	result: RunResult | null;
	error: unknown;
}

/** Starts runs of the pair, each as a process of its own. */
export class Engines {
	readonly runs: SimRun[] = [];
	private count = 0;

	constructor(private readonly world: SimWorld, readonly configuration: PairConfiguration, private readonly settings: RunSettings) {}

	/** Those that have not ended: running or standing still. */
	get alive(): readonly SimRun[] {
		return this.runs.filter(({ process }) => process.state === 'running' || process.state === 'paused');
	}

	/** Null where as many are alive as there can be. */
	start(request: Partial<RunRequest> & { readonly mode: RunMode }, change: Partial<RunSettings> = {}): SimRun | null {
		const database = this.world.home.engines[this.alive.length];
		if (database === undefined) return null;
		this.count += 1;
		const process: SimProcess = { number: this.count, name: `engine${this.count}`, state: 'running' };
		const run: SimRun = { process, mode: request.mode, task: request.task?.kind ?? 'sync', preview: request.preview === true, result: null, error: null };
		this.runs.push(run);
		const settings = { ...this.settings, ...change };
		const clock = simClock(this.world, process);
		const http = simHttp(this.world, process);
		const mapping = compileMapping(this.configuration.fields, { policies: this.configuration.policies });
		const remote = openProjectRemote({ http, clock, baseUrl: this.world.server.url, scope: this.configuration.remote, properties: mapping.remoteProperties, requestDeadlineMs: settings.requestDeadlineMs });
		this.world.scheduler.note(`${process.name} starts: ${run.task} ${run.mode}${run.preview ? ' preview' : ''}`);
		const ended = (what: string): void => {
			process.state = 'over';
			this.world.scheduler.note(`${process.name} ends: ${what}`);
		};
		runSync({ database: simDatabase(this.world, process, database), remote, clock, schema: 'batch_sync' }, this.configuration, settings, { trigger: 'simulation', startedBy: process.name, ...request }, { allowSetUp: false }).then(
			(result) => {
				run.result = result;
				ended(`${result.status} ${result.written.local}/${result.written.remote} ${result.conflictCount} ${result.failureCount}`);
			},
			(error: unknown) => {
				run.error = error;
				ended(`error ${error instanceof Error ? error.name : String(error)}`);
			},
		);
		return run;
	}

	/** Lets time pass until every run has ended. */
	async finish(between: () => Promise<void> = async () => undefined): Promise<void> {
		if (!(await this.world.scheduler.runUntil(() => this.alive.length === 0, between))) throw new Error(`A run waits for something that never comes: ${this.alive.map(({ process }) => process.name).join(', ')}.`);
	}
}
