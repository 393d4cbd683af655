import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

const SCRIPT = join(__dirname, '../../sandbox/openproject/serve.ts');

const children: ChildProcess[] = [];

function serve(...flags: string[]): ChildProcess {
	const child = spawn(process.execPath, ['--import', 'tsx', SCRIPT, ...flags], { stdio: ['ignore', 'pipe', 'pipe'] });
	children.push(child);
	return child;
}

afterEach(() => {
	for (const child of children.splice(0)) child.kill('SIGKILL');
});

/** What the process prints until the text is complete, or until it ends. */
async function printed(child: ChildProcess, stream: 'stdout' | 'stderr', until = /\Z/): Promise<string> {
	let text = '';
	for await (const chunk of child[stream]!) {
		text += String(chunk);
		if (until.test(text)) break;
	}
	return text;
}

it('runs alone with work packages in it, and stops on a signal', async () => {
	const child = serve('--api-key', 'k', '--work-packages', '30', '--max-page-size', '25');
	const exit = once(child, 'exit');
	const url = /stand-in: (\S+)/.exec(await printed(child, 'stdout', /Project: \S+\n/))?.[1];
	const headers = { authorization: `Basic ${Buffer.from('apikey:k').toString('base64')}` };
	const response = await fetch(`${url}/api/v3/work_packages?filters=[]&pageSize=-1`, { headers });
	expect(await response.json()).toMatchObject({ total: 30, count: 25 });
	child.kill('SIGINT');
	expect(await exit).toEqual([0, null]);
});

it.each([
	['--port', '-5'],
	['--latency', 'slow'],
	['--reset-chance', '2'],
])('refuses %s %s in one sentence', async (option, value) => {
	const child = serve(`${option}=${value}`);
	const exit = once(child, 'exit');
	expect(await printed(child, 'stderr')).toMatch(new RegExp(`^${option} is '${value}'. Give a (whole )?number`));
	expect(await exit).toEqual([1, null]);
});
