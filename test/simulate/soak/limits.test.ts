import { compareQuarters, tableOf } from './limits';
import type { Sample } from './sample';

const MB = 1024 * 1024;
const samplesOf = (name: string, of: (at: number) => number): readonly Sample[] => Array.from({ length: 40 }, (_, at) => ({ run: at + 1, figures: { [name]: of(at) } }));
const holds = (name: string, of: (at: number) => number): boolean => compareQuarters(samplesOf(name, of), 100).every((one) => one.holds);

describe('the limits of a soak', () => {
	it('let memory settle in the first quarter, and hold it to 15 % and 5 MB from the second to the last', () => {
		expect(holds('heap bytes', (at) => (at < 10 ? 1 : 40 * MB))).toBe(true);
		expect(holds('heap bytes', (at) => (at < 30 ? 40 * MB : 50.9 * MB))).toBe(true);
		expect(holds('heap bytes', (at) => (at < 30 ? 40 * MB : 51.1 * MB))).toBe(false);
	});

	it('let a table grow by a quarter and no more', () => {
		expect(holds('operation rows', (at) => (at < 30 ? 1000 : 1300))).toBe(true);
		expect(holds('operation rows', (at) => (at < 30 ? 1000 : 1301))).toBe(false);
		expect(holds('run bytes', (at) => (at < 30 ? 10 * MB : 12.7 * MB))).toBe(false);
	});

	it('allow for the dead rows of a few sweeps, and see those that no vacuum takes away', () => {
		expect(holds('sweep dead rows', (at) => (at > 32 && at < 36 ? 100 : 0))).toBe(true);
		expect(holds('operation dead rows', (at) => at * 20)).toBe(false);
	});

	it('take one sample too many where there is a ceiling', () => {
		expect(holds('connections', (at) => 1 + (at % 4))).toBe(true);
		expect(holds('connections', (at) => (at === 25 ? 5 : 3))).toBe(false);
		expect(holds('sockets', (at) => (at === 39 ? 1 : 0))).toBe(false);
		expect(holds('runs past their time', (at) => (at === 12 ? 1 : 0))).toBe(false);
	});

	it('name what is broken in the table', () => {
		expect(tableOf(compareQuarters(samplesOf('link rows', (at) => at * 1000), 100))).toMatch(/^figure .*\nlink rows .* BROKEN$/);
	});
});
