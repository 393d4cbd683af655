import type { TextOperation, TextStep } from '../types';

/** Reads a text operation in pieces; past its end everything is retained. */
export class TextReader {
	private index = 0;
	private used = 0;

	constructor(private readonly operation: TextOperation) {}

	get isAtEnd(): boolean {
		return this.index >= this.operation.length;
	}

	/** The next step, whole or what is left of it, without taking it. */
	peek(): TextStep {
		const step = this.operation[this.index];
		if (step === undefined) return { retain: Infinity };
		if ('retain' in step) return { retain: step.retain - this.used };
		if ('delete' in step) return { delete: step.delete - this.used };
		return this.used === 0 ? step : { insert: step.insert.slice(this.used) };
	}

	/** How many code units the next step passes or adds. */
	get length(): number {
		const step = this.operation[this.index];
		if (step === undefined) return Infinity;
		return lengthOf(step) - this.used;
	}

	/** Takes that many code units of the next step. */
	take(count: number): void {
		const step = this.operation[this.index];
		if (step === undefined) return;
		this.used += count;
		if (this.used >= lengthOf(step)) {
			this.index += 1;
			this.used = 0;
		}
	}
}

function lengthOf(step: TextStep): number {
	if ('retain' in step) return step.retain;
	return 'delete' in step ? step.delete : step.insert.length;
}
