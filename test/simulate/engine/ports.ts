import { DatabaseError } from '../../../src/errors';
import { HttpTransportError } from '../../../src/openproject/httpTransportError';
import type { Clock, HttpPort, HttpRequest, HttpResponse } from '../../../src/openproject';
import type { Database, Transaction } from '../../../src/postgres';
import type { Fault } from '../../../sandbox/openproject/faults/fault';
import type { FaultSwitches } from '../../../sandbox/openproject/faults/faultSwitches';
import type { Random } from '../random';
import type { FaultPlan } from './faultPlan';
import type { Scheduler, SimProcess } from './scheduler';

/** What the ports of one engine need of the world around it. */
export interface PortWorld {
	readonly scheduler: Scheduler;
	readonly random: Random;
	/** What goes wrong now; calmer once the world is to come to rest. */
	faults(): FaultPlan;
	/** Milliseconds by which the machine's clock is wrong. */
	hostSkewMs(): number;
	readonly switches: FaultSwitches;
	/** The way to the server, nothing added. */
	readonly wire: HttpPort;
	/** Tells the database what time it is, and whose turn. */
	setClocks(engine?: number): Promise<void>;
	/** Whether the process is to die at this point, whatever chance says. */
	doom(where: string): boolean;
	/** Called between two statements of a transaction. */
	betweenStatements(): Promise<void>;
	/** Called once a request has had whatever effect it has. */
	afterRequest(author: string): void;
	/** Counts what went wrong, by kind. */
	struck(kind: string): void;
}

export function simClock(world: PortWorld, process: SimProcess): Clock {
	return {
		now: () => world.scheduler.nowMs + world.hostSkewMs(),
		monotonic: () => world.scheduler.nowMs,
		random: () => world.random.next(),
		sleep: (ms, wake) =>
			new Promise((resolve) => {
				if (wake?.aborted === true) return resolve();
				const end = (): void => {
					cancel();
					wake?.removeEventListener('abort', end);
					resolve();
				};
				const cancel = world.scheduler.after(ms, process, end);
				wake?.addEventListener('abort', end);
			}),
	};
}

/** Stands still for minutes, as a machine does that is suspended or out of memory. False: goes on. */
function pauses(world: PortWorld, process: SimProcess): boolean {
	if (!world.random.chance(world.faults().pause)) return false;
	process.state = 'paused';
	world.struck('paused process');
	world.scheduler.note(`${process.name} stands still`);
	world.scheduler.after(world.random.between(20_000, 600_000), null, () => {
		if (process.state === 'paused') process.state = 'running';
	});
	return true;
}

function dies(world: PortWorld, process: SimProcess, where: string): boolean {
	if (!world.doom(where) && !world.random.chance(world.faults().crash)) return false;
	die(world, process, where);
	return true;
}

function die(world: PortWorld, process: SimProcess, where: string): void {
	world.struck('crash');
	world.scheduler.note(`${process.name} dies ${where}`);
	world.scheduler.kill(process);
}

const STATES = ['40001', '40P01', '57014', '53100', '55P03'] as const;
/** Statements of a transaction before the one that fails, at most. */
const DEEPEST_STATEMENT = 8;

class Undone extends Error {}

/** The engine asks PostgreSQL's own clock by name; here the simulation's answers (triggers and defaults of the table find it on their path). */
function inSimulatedTime<T extends { readonly text: string }>(sql: T): T {
	return { ...sql, text: sql.text.replace(/\b(?:pg_catalog\.)?(clock_timestamp|now)\(\)/g, 'sim.$1()') };
}

/** A database whose transactions take their turn, and fail, die and lose their outcome as chance has it. */
export function simDatabase(world: PortWorld, process: SimProcess, inner: Database): Database {
	const { random, scheduler } = world;

	function perform<T>(work: (tx: Transaction) => Promise<T>, options: Parameters<Database['transaction']>[1], done: { resolve(value: T): void; reject(error: unknown): void }): () => Promise<void> {
		return async function turn(): Promise<void> {
			if (pauses(world, process)) return void scheduler.enqueue({ process, label: 'transaction', perform: turn });
			if (dies(world, process, 'before a transaction')) return;
			const failing = random.chance(world.faults().database) ? random.between(1, DEEPEST_STATEMENT) : null;
			const dying = random.chance(world.faults().crash) ? random.between(1, DEEPEST_STATEMENT) : null;
			const lost = random.chance(world.faults().lostCommit) ? random.pick(['committed', 'undone'] as const) : null;
			let count = 0;
			const before = async (tx: Transaction): Promise<void> => {
				count += 1;
				if (process.state === 'dead') throw new Undone();
				if (count === dying) {
					die(world, process, `at statement ${count}`);
					throw new Undone();
				}
				if (count === failing) await strike(tx);
				await world.betweenStatements();
			};
			const strike = async (tx: Transaction): Promise<void> => {
				const state = random.pick([...STATES, 'terminated'] as const);
				world.struck(`database ${state}`);
				scheduler.note(`${process.name} statement ${count} fails: ${state}`);
				await tx.execute({ text: state === 'terminated' ? 'select pg_terminate_backend(pg_backend_pid())' : `do $$ begin raise exception 'a simulated failure' using errcode = '${state}'; end $$` });
			};
			await world.setClocks(process.number);
			try {
				const value = await inner.transaction(async (tx) => {
					const result = await work({
						query: async (sql) => { await before(tx); return await tx.query(inSimulatedTime(sql)); },
						execute: async (sql) => { await before(tx); return await tx.execute(inSimulatedTime(sql)); },
						copyIn: async (statement, chunks) => { await before(tx); return await tx.copyIn(statement, chunks); },
						savepoint: (some) => tx.savepoint(some),
					});
					if (lost === 'undone' || process.state === 'dead') throw new Undone();
					return result;
				}, options);
				if (dies(world, process, 'after a commit')) return;
				if (lost === 'committed') return done.reject(unknownCommit(world, process, 'committed'));
				done.resolve(value);
			} catch (error) {
				if (process.state === 'dead') return;
				done.reject(error instanceof Undone ? unknownCommit(world, process, 'undone') : error);
			}
		};
	}

	return {
		transaction: (work, options) => new Promise((resolve, reject) => scheduler.enqueue({ process, label: 'transaction', perform: perform(work, options, { resolve, reject }) })),
		close: async () => undefined,
	};
}

function unknownCommit(world: PortWorld, process: SimProcess, what: string): DatabaseError {
	world.struck('lost commit');
	world.scheduler.note(`${process.name} does not learn that it was ${what}`);
	return new DatabaseError('The connection to PostgreSQL was lost while a transaction was being committed.', null, { data: { connectionLost: true, commitUnknown: true } });
}

type HttpTrouble = Fault['kind'] | 'timeoutBefore' | 'timeoutAfter' | 'lateEffect' | 'repeated';

const TROUBLE: Readonly<Partial<Record<HttpTrouble, number>>> = {
	tooManyRequests: 4, serverError: 6, truncatedJson: 3, resetBeforeEffect: 4, resetAfterEffect: 5, resetMidAnswer: 3, loginPage: 1, wrongApi: 1,
	timeoutBefore: 2, timeoutAfter: 4, lateEffect: 4, repeated: 3,
};

/** A way to OpenProject on which requests and answers are lost, late, cut off, doubled and overtaken as chance has it. */
export function simHttp(world: PortWorld, process: SimProcess): HttpPort {
	const { random, scheduler } = world;

	async function send(request: HttpRequest): Promise<HttpResponse> {
		try {
			return await world.wire.send(request);
		} finally {
			world.afterRequest(process.name);
		}
	}

	function perform(request: HttpRequest, done: { resolve(value: HttpResponse): void; reject(error: unknown): void }): () => Promise<void> {
		const settle = async (outcome: Promise<HttpResponse>): Promise<void> => {
			const [response, error] = await outcome.then((value) => [value, null] as const, (reason: unknown) => [null, reason] as const);
			if (request.method !== 'GET' && dies(world, process, `after ${request.method}`)) return;
			const answer = (): void => (response === null ? done.reject(error) : done.resolve(response));
			if (random.chance(world.faults().delay)) scheduler.after(random.between(50, 20_000), process, answer);
			else answer();
		};
		return async function turn(): Promise<void> {
			// A process that is frozen between its last look at the lease and a POST or DELETE is the window docs/SPEC.md names.
			const isWindow = request.method === 'POST' || request.method === 'DELETE';
			if (!isWindow && pauses(world, process)) return void scheduler.enqueue({ process, label: labelOf(request), perform: turn });
			if (request.method !== 'GET' && dies(world, process, `before ${request.method}`)) return;
			if (!random.chance(world.faults().http)) return await settle(send(request));
			const trouble = random.weighted(TROUBLE as Record<HttpTrouble, number>);
			world.struck(`http ${trouble}`);
			scheduler.note(`${process.name} ${trouble}`);
			switch (trouble) {
				case 'timeoutBefore':
					return void scheduler.after(request.timeoutMs, process, () => done.reject(failure(request, 'timeout')));
				case 'timeoutAfter':
					await send(request).catch(() => undefined);
					return void scheduler.after(request.timeoutMs, process, () => done.reject(failure(request, 'timeout')));
				case 'lateEffect':
					scheduler.after(random.between(1, request.timeoutMs), null, async () => {
						scheduler.note(`${process.name} late ${labelOf(request)}`);
						await send(request).catch(() => undefined);
					});
					return done.reject(failure(request, 'reset'));
				case 'repeated':
					if (!isWindow) await send(request).catch(() => undefined);
					return await settle(send(request));
				default:
					world.switches.next(faultOf(trouble, random));
					return await settle(send(request));
			}
		};
	}

	return { send: (request) => new Promise((resolve, reject) => scheduler.enqueue({ process, label: labelOf(request), perform: perform(request, { resolve, reject }) })) };
}

function labelOf({ method, path }: HttpRequest): string {
	return `${method} ${path}`;
}

function failure(request: HttpRequest, kind: 'timeout' | 'reset'): HttpTransportError {
	return new HttpTransportError(`${request.method} ${request.path}: ${kind === 'timeout' ? `no complete answer within ${request.timeoutMs} ms` : 'the connection broke off'}.`, { kind, sent: true });
}

function faultOf(kind: Fault['kind'], random: Random): Fault {
	switch (kind) {
		case 'tooManyRequests': return { kind, ...random.pick([{}, { retryAfterSeconds: random.between(1, 90) }, { rateLimitResetSeconds: random.between(1, 90) }]) };
		case 'serverError': return { kind, status: random.pick([500, 502, 503, 504] as const), hasEffect: random.chance(0.5), ...(random.chance(0.3) ? { retryAfterSeconds: random.between(1, 60) } : {}) };
		case 'latency':
		case 'delayAnswer':
		case 'resetThenEffect': throw new Error(`${kind} takes real time.`);
		default: return { kind };
	}
}
