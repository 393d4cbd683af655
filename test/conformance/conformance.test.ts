import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { OPENPROJECT_VERSIONS, startOpenProject, type OpenProjectServer } from '../../sandbox/openproject';
import { ALL_CHECKS } from './checks';
import { always, before, checksOf, since, type Check } from './check';
import { parseCommandLine } from './commandLine';
import type { Report } from './outcome';
import { markdownOf, withResults } from './report/markdown';
import { closingLine, tableOf } from './report/table';
import { runChecks } from './runChecks';
import { isWithin } from './versions';
import { STAND_IN_GAPS } from './world/standInGaps';
import { standInWorld } from './world/standInWorld';
import type { OpenWorld } from './world/world';

const check = checksOf('other');

describe('runChecks', () => {
	let open: OpenWorld;

	beforeAll(async () => {
		open = await standInWorld('15.4', () => undefined);
	});

	afterAll(() => open.close());

	const verdictOf = async (one: Check, gaps = new Map<string, string>()): Promise<unknown> => {
		const [outcome] = await runChecks([one], { ...open.world, things: {} }, { gaps });
		return outcome;
	};

	const answering = (answer: string, expected: Check['expected']): Check => check({ id: 'X01', behaviour: 'something', expected, answer: async () => answer });

	it('passes what answers as expected of this version', async () => {
		expect(await verdictOf(answering('200', [before('15.4', '404'), since('15.4', '200')]))).toMatchObject({ verdict: 'passed', expected: '200', answered: '200' });
	});

	it('fails what answers otherwise', async () => {
		expect(await verdictOf(answering('500', always(['200', '201'])))).toMatchObject({ verdict: 'failed', expected: '200 or 201', answered: '500' });
	});

	it('fails a check in which something is thrown, with the reason', async () => {
		const broken = check({ id: 'X01', behaviour: 'something', expected: always('200'), answer: async () => Promise.reject(new Error('no answer')) });
		expect(await verdictOf(broken)).toMatchObject({ verdict: 'failed', reason: 'no answer' });
	});

	it('skips what differs where that is a known gap, and passes it where it does not', async () => {
		const gaps = new Map([['X01', 'not played']]);
		expect(await verdictOf(answering('500', always('200')), gaps)).toMatchObject({ verdict: 'skipped', reason: 'not played', answered: '500' });
		expect(await verdictOf(answering('200', always('200')), gaps)).toMatchObject({ verdict: 'passed' });
	});

	it('notes what nothing is known of in this version', async () => {
		expect(await verdictOf(answering('200', [since('16', '404')]))).toMatchObject({ verdict: 'noted', answered: '200' });
	});

	it('skips a check whose needs are not there, with the reason, and does not ask', async () => {
		const needy = check({ id: 'X01', behaviour: 'something', needs: ['reader'], expected: always('200'), answer: async () => Promise.reject(new Error('asked')) });
		expect(await verdictOf(needy)).toMatchObject({ verdict: 'skipped', reason: expect.stringContaining('--reader-key') });
	});
});

describe('the command', () => {
	const children: ReturnType<typeof spawn>[] = [];
	let folder = '';
	let server: OpenProjectServer | undefined;

	beforeAll(async () => {
		folder = await mkdtemp(join(tmpdir(), 'conformance-'));
	});

	afterEach(async () => {
		for (const child of children.splice(0)) child.kill('SIGKILL');
		await server?.close();
		server = undefined;
	});

	afterAll(() => rm(folder, { recursive: true }));

	async function run(...args: string[]): Promise<{ readonly code: number; readonly printed: string }> {
		const child = spawn(process.execPath, ['--import', 'tsx', join(__dirname, 'conformance.ts'), ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
		children.push(child);
		let printed = '';
		for (const stream of [child.stdout, child.stderr]) stream.on('data', (data) => void (printed += String(data)));
		const [code] = await once(child, 'close');
		return { code: Number(code), printed };
	}

	it('ends with 0 where everything is as expected', async () => {
		expect(await run('--version', '15.4', '--only', 'C01,U02')).toEqual({ code: 0, printed: expect.stringContaining('2 passed, 0 failed, 0 skipped') });
	});

	it('ends with 1 where one check differs, and writes what was answered', async () => {
		// A stand-in of another version than it is said to be.
		server = await startOpenProject({ version: '17' });
		const json = join(folder, 'outcomes.json');
		const { code, printed } = await run('--openproject-url', server.url, '--openproject-key', server.apiKey, '--project', server.projectIdentifier, '--version', '15.4', '--only', 'C01,O17', '--json', json);
		expect(printed).toContain('1 passed, 1 failed, 0 skipped');
		expect(code).toBe(1);
		const report = JSON.parse(await readFile(json, 'utf8')) as Report;
		expect(report.outcomes).toMatchObject([{ id: 'C01', verdict: 'passed' }, { id: 'O17', verdict: 'failed', expected: 'absent', answered: 'present' }]);
	});

	it('takes away the work packages it made on a server', async () => {
		server = await startOpenProject({ version: '15.4' });
		const before = server.store.count;
		await run('--openproject-url', server.url, '--openproject-key', server.apiKey, '--project', server.projectIdentifier, '--version', '15.4', '--only', 'C01,U18,L02');
		expect(server.store.count).toBe(before);
	});

	it('takes them away, too, where it is stopped', async () => {
		server = await startOpenProject({ version: '15.4', latencyMs: 20 });
		const before = server.store.count;
		const child = spawn(process.execPath, ['--import', 'tsx', join(__dirname, 'conformance.ts'), '--openproject-url', server.url, '--openproject-key', server.apiKey, '--project', server.projectIdentifier, '--version', '15.4'], { stdio: 'ignore' });
		children.push(child);
		while (server.store.count < before + 3) await setTimeout(10);
		child.kill('SIGINT');
		expect(await once(child, 'close')).toEqual([130, null]);
		expect(server.store.count).toBe(before);
	});

	it('never prints or writes a key', async () => {
		server = await startOpenProject({ version: '15.4' });
		const record = join(folder, 'record.json');
		const { printed } = await run('--openproject-url', server.url, '--openproject-key', server.apiKey, '--project', server.projectIdentifier, '--version', '15.4', '--only', 'C01,L02', '--record', record);
		const written = await readFile(record, 'utf8');
		expect(printed + written).not.toContain(server.apiKey);
		expect(written).not.toContain(String(server.port));
	});

	it('ends with 2 and says what is wrong with its arguments', async () => {
		expect(await run('--only', 'Z99')).toMatchObject({ code: 2, printed: 'There is no check Z99.\n' });
	});
});

describe('the command line', () => {
	it('asks the stand-in in every version where no server is given', () => {
		expect(parseCommandLine([])).toMatchObject({ kind: 'standIn', versions: ['14.1', '15.3', '15.4', '16', '17'] });
	});

	it('takes an address with or without the path of the API', () => {
		expect(parseCommandLine(['--openproject-url', 'https://op.example.com/sub/api/v3/', '--openproject-key', 'k'])).toMatchObject({ kind: 'server', url: 'https://op.example.com/sub', facts: { key: 'k' } });
	});

	it.each([[['--openproject-url', 'https://op.example.com'], /needs a key/], [['--version', '12'], /12/], [['--nonsense'], /nonsense/], [['--record', 'x'], /--version/]])('refuses %j', (args, message) => {
		expect(parseCommandLine(args)).toMatchObject({ kind: 'wrong', message: expect.stringMatching(message) });
	});
});

describe('versions', () => {
	it.each([['15.4', { from: '15.3', below: '15.5' }, true], ['15.4.0', { below: '15.4' }, false], ['16', { from: '16.6' }, true], ['16', { below: '17' }, true], ['17', { from: '17.4' }, true], ['14.10', { from: '14.4' }, true]])('%s in %j: %s', (version, range, is) => {
		expect(isWithin(version, range)).toBe(is);
	});
});

describe('reports', () => {
	const report: Report = {
		server: 'OpenProject',
		version: '15.4.0',
		date: '2026-11-29',
		left: [],
		outcomes: [
			{ id: 'C01', area: 'create', behaviour: 'a | b', expected: '201', answered: '500', verdict: 'failed' },
			{ id: 'O01', area: 'other', behaviour: 'c', expected: '201', answered: '', verdict: 'skipped', reason: 'needs a webhook' },
		],
	};

	it('are a table with a closing line', () => {
		expect(tableOf(report)).toMatch(/C01 {2}a \| b .*201 .*500 .*differs\nO01 .*skipped\n[^]*O01 skipped: needs a webhook[^]*0 passed, 1 failed, 1 skipped/);
		expect(closingLine(report.outcomes)).toBe('0 passed, 1 failed, 1 skipped');
	});

	it('take the place of the last results in a page', () => {
		const page = withResults(withResults('# Page\n', markdownOf(report)), markdownOf({ ...report, date: '2026-12-01' }));
		expect(page.match(/## OpenProject/g)).toHaveLength(1);
		expect(page).toContain('# Page');
		expect(page).toContain('| C01 | a \\| b | `201` | `500` | **differs** |');
		expect(page).toContain('2026-12-01');
	});
});

describe('the checks', () => {
	it('have an id each', () => {
		const ids = ALL_CHECKS.map(({ id }) => id);
		expect(new Set(ids).size).toBe(ids.length);
	});

	it.each(OPENPROJECT_VERSIONS)('all hold for the stand-in as %s, but for its gaps', async (version) => {
		const open = await standInWorld(version, () => undefined);
		const outcomes = await runChecks(ALL_CHECKS, open.world);
		await open.close();
		const differing = outcomes.filter(({ verdict }) => verdict === 'failed' || verdict === 'skipped').map(({ id }) => id);
		expect(differing.filter((id) => !STAND_IN_GAPS.has(id))).toEqual([]);
		if (version === '15.4') expect(differing.sort()).toEqual([...STAND_IN_GAPS.keys()]);
	});
});
