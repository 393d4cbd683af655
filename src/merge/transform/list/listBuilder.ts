import type { Json } from '../../../record';
import type { ListOperation, ListStep } from '../types';

/**
 * Puts a list operation together in its one normal form: neighbours of a kind joined, what is added in a place before what is taken from
 * it, picks numbered from 0 in order, nothing retained at the end.
 */
export class ListBuilder {
	private readonly steps: ListStep[] = [];
	private adds: ListStep[] = [];
	private takes: ListStep[] = [];

	retain(count: number): this {
		if (count === 0) return this;
		this.flush();
		const last = this.steps.at(-1);
		if (last !== undefined && 'retain' in last) this.steps[this.steps.length - 1] = { retain: last.retain + count };
		else this.steps.push({ retain: count });
		return this;
	}

	insert(items: readonly Json[]): this {
		const last = this.adds.at(-1);
		if (items.length === 0) return this;
		if (last !== undefined && 'insert' in last) this.adds[this.adds.length - 1] = { insert: [...last.insert, ...items] };
		else this.adds.push({ insert: items });
		return this;
	}

	remove(count: number): this {
		const last = this.takes.at(-1);
		if (count === 0) return this;
		if (last !== undefined && 'remove' in last) this.takes[this.takes.length - 1] = { remove: last.remove + count };
		else this.takes.push({ remove: count });
		return this;
	}

	pick(number: number): this {
		this.takes.push({ pick: number });
		return this;
	}

	drop(number: number): this {
		this.adds.push({ drop: number });
		return this;
	}

	finish(): ListOperation {
		this.flush();
		const last = this.steps.at(-1);
		if (last !== undefined && 'retain' in last) this.steps.pop();
		const picks = new Map<number, number>();
		for (const step of this.steps) if ('pick' in step) picks.set(step.pick, picks.size);
		return this.steps.map((step) => {
			if ('pick' in step) return { pick: picks.get(step.pick) as number };
			return 'drop' in step ? { drop: picks.get(step.drop) as number } : step;
		});
	}

	private flush(): void {
		this.steps.push(...this.adds, ...this.takes);
		this.adds = [];
		this.takes = [];
	}
}
