import { mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { addToResults } from '../../bench/results';
import type { Figure } from '../../bench/figures';

const figure = (name: string, value: number): Figure => ({ name, value, unit: 's', goal: null, better: 'lower' });

describe('the results file', () => {
	let folder: string;
	let file: string;
	beforeEach(async () => {
		folder = await mkdtemp(join(tmpdir(), 'bench-results-'));
		file = join(folder, 'results.json');
	});
	afterEach(async () => await rm(folder, { recursive: true }));

	const content = async (): Promise<unknown> => JSON.parse(await readFile(file, 'utf8'));

	test('is made where there is none, by name, with a goal of null where there is none', async () => {
		await addToResults(file, [{ name: 'b', value: 2, unit: 'ratio', goal: 1.25, better: 'lower' }, figure('a', 1)]);
		expect(await content()).toEqual({ a: { value: 1, unit: 's', goal: null, better: 'lower' }, b: { value: 2, unit: 'ratio', goal: 1.25, better: 'lower' } });
		expect(await readdir(folder)).toEqual(['results.json']);
	});

	test('keeps what other sections wrote, and replaces what is measured again', async () => {
		await addToResults(file, [figure('sync', 1), figure('upsert', 2)]);
		await addToResults(file, [figure('upsert', 3)]);
		expect(await content()).toMatchObject({ sync: { value: 1 }, upsert: { value: 3 } });
	});

	test.each(['[]', 'half a fi', '3'])('is left alone where it holds something else (%s)', async (other) => {
		await writeFile(file, other);
		await expect(addToResults(file, [figure('a', 1)])).rejects.toThrow(/Delete it to start afresh/);
		expect(await readFile(file, 'utf8')).toBe(other);
	});
});
