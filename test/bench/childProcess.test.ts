import { Child } from '../../bench/sync/childProcess';
import type { StandInCommands } from '../../bench/sync/standInProcess';

describe('a process that carries out commands', () => {
	let child: Child<StandInCommands>;
	beforeEach(() => {
		child = Child.start<StandInCommands>('the stand-in', 'standInProcess.ts');
	});
	afterEach(async () => await child.stop());

	test('answers, and hands on what went wrong with its own name before it', async () => {
		await expect(child.ask('setLatency', 5)).rejects.toThrow(/^the stand-in: Error: The stand-in was not started/);
		const { url, apiKey } = await child.ask('start', 'some-project');
		const asked = await fetch(`${url}/api/v3/projects/some-project`, { headers: { authorization: `Basic ${Buffer.from(`apikey:${apiKey}`).toString('base64')}` } });
		expect(asked.status).toBe(200);
		await expect(child.ask('rename', [99], 'Renamed')).rejects.toThrow(/There is no work package 99/);
		expect(await child.ask('writeTime')).toBeNull();
	});

	test('that ends leaves nobody waiting', async () => {
		const { url } = await child.ask('start', 'some-project');
		await child.stop();
		await expect(child.ask('writeTime')).rejects.toThrow(/^the stand-in ended with SIGTERM\.$/);
		await expect(fetch(url)).rejects.toThrow();
		await child.stop();
	});
});
