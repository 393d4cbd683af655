import type { TextOperation, TextStep } from '../types';

/** Puts a text operation together in its one normal form: no empty steps, neighbours of a kind joined, an insert before a delete in one place, nothing retained at the end. */
export class TextBuilder {
	private readonly steps: TextStep[] = [];

	retain(count: number): this {
		const last = this.steps.at(-1);
		if (count === 0) return this;
		if (last !== undefined && 'retain' in last) this.replaceLast({ retain: last.retain + count });
		else this.steps.push({ retain: count });
		return this;
	}

	delete(count: number): this {
		const last = this.steps.at(-1);
		if (count === 0) return this;
		if (last !== undefined && 'delete' in last) this.replaceLast({ delete: last.delete + count });
		else this.steps.push({ delete: count });
		return this;
	}

	insert(text: string): this {
		if (text === '') return this;
		const deleted = this.steps.at(-1);
		const isAfterDelete = deleted !== undefined && 'delete' in deleted;
		if (isAfterDelete) this.steps.pop();
		const last = this.steps.at(-1);
		if (last !== undefined && 'insert' in last) this.replaceLast({ insert: last.insert + text });
		else this.steps.push({ insert: text });
		if (isAfterDelete) this.steps.push(deleted);
		return this;
	}

	finish(): TextOperation {
		const last = this.steps.at(-1);
		if (last !== undefined && 'retain' in last) this.steps.pop();
		return this.steps;
	}

	private replaceLast(step: TextStep): void {
		this.steps[this.steps.length - 1] = step;
	}
}
