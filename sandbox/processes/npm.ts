import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Command } from './runCommand';

/** Set by an npm that runs a script; they say where *that* npm stands and would mislead another one in another folder. */
const OF_THE_OUTER_NPM = /^(npm_(lifecycle|package|command|execpath|node_execpath|config_(local_prefix|prefix|global_prefix))|INIT_CWD)/i;

/** npm as a command: the one that runs us, else the one beside our Node, else the one on PATH. */
export function npmCommand(args: readonly string[]): Pick<Command, 'file' | 'args' | 'env'> {
	const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !OF_THE_OUTER_NPM.test(name)));
	const script = npmScript();
	if (script !== null) return { file: process.execPath, args: [script, ...args], env };
	return { file: process.platform === 'win32' ? 'npm.cmd' : 'npm', args, env };
}

function npmScript(): string | null {
	const running = process.env['npm_execpath'];
	if (running !== undefined && /npm-cli\.[cm]?js$/.test(running) && existsSync(running)) return running;
	const folder = dirname(process.execPath);
	const beside = [join(folder, '../lib/node_modules/npm/bin/npm-cli.js'), join(folder, 'node_modules/npm/bin/npm-cli.js')];
	return beside.find((path) => existsSync(path)) ?? null;
}
