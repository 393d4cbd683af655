import { watchRun } from '../../bench/sync/watchRun';
import type { Progress } from '../../src/run';

function progress(step: Progress['step']): Progress {
	return { step, done: 0, total: 0, rate: 0, timeLeftMs: null, memoryBytes: 0 };
}

test('the steps of a run are told apart, and one that comes twice counts together', () => {
	let now = 1000;
	const watching = watchRun(() => now);
	for (const [step, ms] of [['plan', 5], ['apply', 20], ['apply', 30], ['plan', 7]] as const) {
		watching.note(progress(step));
		now += ms;
	}
	expect(watching.end().steps).toEqual({ plan: 12, apply: 50 });
	now += 1000;
	expect(watching.end().steps).toEqual({ plan: 12, apply: 50 });
});

test('memory is that of this process, and what was held in between is in the peak', async () => {
	const watching = watchRun();
	const before = process.memoryUsage.rss();
	const held = Buffer.alloc(64 * 2 ** 20, 1);
	watching.note(progress('apply'));
	const { peakBytes } = watching.end();
	expect(peakBytes).toBeGreaterThan(before + held.length / 2);
});
