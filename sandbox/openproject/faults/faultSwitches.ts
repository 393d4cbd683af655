import type { ServerClock } from '../data/serverClock';
import type { IncomingRequest } from '../http/exchange';
import type { Fault, FaultRule } from './fault';

interface ArmedRule {
	readonly rule: FaultRule;
	toSkip: number;
	left: number;
}

/** The switches by which tests and demonstrations make the server misbehave. */
export class FaultSwitches {
	private armed: ArmedRule[] = [];
	private readonly struck: Fault['kind'][] = [];

	constructor(private readonly random: () => number, private readonly clock: ServerClock) {}

	/** Arms a fault; gives back how to disarm it. */
	add(rule: FaultRule): () => void {
		const entry: ArmedRule = { rule, toSkip: rule.skip ?? 0, left: rule.times ?? Infinity };
		this.armed.push(entry);
		return () => {
			this.armed = this.armed.filter((other) => other !== entry);
		};
	}

	/** Strikes the next request (or the next few) that matches. */
	next(fault: Fault, where: Omit<FaultRule, 'fault'> = {}): () => void {
		return this.add({ times: 1, ...where, fault });
	}

	/** Disarms everything; the clock stays as it is. */
	clear(): void {
		this.armed = [];
	}

	/** How often faults of this kind have struck. */
	count(kind: Fault['kind']): number {
		return this.struck.filter((struck) => struck === kind).length;
	}

	/** Sets the server's clock forward (positive) or back (negative). */
	shiftClock(ms: number): void {
		this.clock.shift(ms);
	}

	resetClock(): void {
		this.clock.reset();
	}

	/** Faults that strike this request: every latency, and the first of all others. Uses them up. */
	take(request: IncomingRequest): { readonly latencyMs: number; readonly fault: Fault | null } {
		let latencyMs = 0;
		let fault: Fault | null = null;
		for (const entry of this.armed) {
			const isLatency = entry.rule.fault.kind === 'latency';
			if ((fault !== null && !isLatency) || !this.strikes(entry, request)) continue;
			this.struck.push(entry.rule.fault.kind);
			if (entry.rule.fault.kind === 'latency') latencyMs += entry.rule.fault.ms;
			else fault = entry.rule.fault;
		}
		return { latencyMs, fault };
	}

	private strikes(entry: ArmedRule, request: IncomingRequest): boolean {
		if (entry.left <= 0 || !isMatch(entry.rule, request)) return false;
		if (entry.toSkip > 0) {
			entry.toSkip -= 1;
			return false;
		}
		if (entry.rule.probability !== undefined && this.random() >= entry.rule.probability) return false;
		entry.left -= 1;
		return true;
	}
}

function isMatch({ method, path }: FaultRule, request: IncomingRequest): boolean {
	if (method !== undefined && method.toUpperCase() !== request.method) return false;
	if (path === undefined) return true;
	return typeof path === 'string' ? path === request.path : path.test(request.path);
}
