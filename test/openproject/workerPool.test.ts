import { createWorkerPool } from '../../src/openproject';

function deferred(): { readonly promise: Promise<void>; readonly resolve: () => void } {
	let resolve = (): void => undefined;
	const promise = new Promise<void>((done) => (resolve = done));
	return { promise, resolve };
}

const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe('the worker pool', () => {
	test('runs as many tasks at once as it has workers, and starts the next as soon as one ends', async () => {
		const pool = createWorkerPool(3);
		const gates = Array.from({ length: 7 }, deferred);
		const started: number[] = [];
		const results = gates.map((gate, index) =>
			pool.run(async () => {
				started.push(index);
				await gate.promise;
				return index;
			}),
		);
		await settled();
		expect(started).toEqual([0, 1, 2]);
		gates[1]!.resolve();
		await settled();
		expect(started).toEqual([0, 1, 2, 3]);
		for (const gate of gates) gate.resolve();
		expect(await Promise.all(results)).toEqual([0, 1, 2, 3, 4, 5, 6]);
	});

	test('hands a failure to whoever gave the task and goes on with the others', async () => {
		const pool = createWorkerPool(1);
		const failing = pool.run(async () => {
			await Promise.resolve();
			throw new Error('no');
		});
		const throwing = pool.run(() => {
			throw new Error('at once');
		});
		const fine = pool.run(async () => await Promise.resolve('yes'));
		await expect(failing).rejects.toThrow('no');
		await expect(throwing).rejects.toThrow('at once');
		await expect(fine).resolves.toBe('yes');
	});

	test('drains once nothing runs and nothing waits, whatever became of the tasks', async () => {
		const pool = createWorkerPool(2);
		await pool.drain();
		const gates = Array.from({ length: 5 }, deferred);
		const tasks = gates.map((gate) => pool.run(async () => await gate.promise));
		let isDrained = false;
		const drained = pool.drain().then(() => (isDrained = true));
		for (const gate of gates.slice(1)) gate.resolve();
		await settled();
		expect(isDrained).toBe(false);
		gates[0]!.resolve();
		await drained;
		await Promise.all(tasks);
	});

	test('takes tasks up again after draining', async () => {
		const pool = createWorkerPool(1);
		await pool.run(async () => await Promise.resolve());
		await pool.drain();
		expect(await pool.run(async () => await Promise.resolve(5))).toBe(5);
	});

	test.each([0, 11, 2.5, Number.NaN])('refuses %p workers', (count) => {
		expect(() => createWorkerPool(count)).toThrow(RangeError);
	});
});
