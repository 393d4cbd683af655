/** Chance that is the same for the same seed. */
export class Random {
	private state: number;

	constructor(seed: number) {
		this.state = (seed ^ 0x9e3779b9) >>> 0;
		for (let at = 0; at < 8; at += 1) this.next();
	}

	/** In [0, 1); xorshift with a Weyl sequence, by George Marsaglia. */
	next(): number {
		this.state = (this.state + 0x9e3779b9) >>> 0;
		let mixed = this.state;
		mixed = Math.imul(mixed ^ (mixed >>> 16), 0x85ebca6b);
		mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
		return ((mixed ^ (mixed >>> 16)) >>> 0) / 4_294_967_296;
	}

	/** Whole number from `least` to `most`, both included. */
	between(least: number, most: number): number {
		return least + Math.floor(this.next() * (most - least + 1));
	}

	/** True with this probability. */
	chance(probability: number): boolean {
		return this.next() < probability;
	}

	/** One of them; throws where there is none. */
	pick<T>(list: readonly T[]): T {
		if (list.length === 0) throw new RangeError('There is nothing to pick from.');
		return list[this.between(0, list.length - 1)] as T;
	}

	/** One of the keys, each as often as its weight says. */
	weighted<Key extends string>(weights: Readonly<Record<Key, number>>): Key {
		const entries = Object.entries(weights) as [Key, number][];
		let left = this.next() * entries.reduce((sum, [, weight]) => sum + weight, 0);
		for (const [key, weight] of entries) {
			left -= weight;
			if (left < 0) return key;
		}
		return (entries.at(-1) as [Key, number])[0];
	}
}
