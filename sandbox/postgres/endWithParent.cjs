/**
 * Watches over an embedded PostgreSQL from outside: when the process that started it is gone without having stopped it
 * (killed, crashed, interrupted), standard input ends, the server is stopped, and a temporary data folder removed.
 * Arguments: data folder, 'keep' or 'remove'. Standard input: the server's process id, a line each time one is started;
 * 'done' once it was stopped.
 */
const { readFileSync, rmSync } = require('node:fs');
const { join } = require('node:path');
const { setTimeout: sleep } = require('node:timers/promises');

const [, , dataDir, afterwards] = process.argv;
const GENTLE_MS = 10_000;
const PATIENCE_MS = 20_000;
let told = '';

/** The server, while it is the one we were told of and still owns the data: process ids are used again. */
function server() {
	const pid = Number(told.trim().split('\n').at(-1));
	try {
		return pid > 0 && pid === Number(readFileSync(join(dataDir, 'postmaster.pid'), 'utf8').split('\n')[0]) ? pid : null;
	} catch {
		return null;
	}
}

/** Whether there was anybody to receive it. */
function signal(pid, name) {
	try {
		return process.kill(pid, name);
	} catch {
		return false;
	}
}

async function end() {
	const since = Date.now();
	// A server that has only just been started writes its file a moment later.
	await sleep(300);
	for (let pid = server(); pid !== null && Date.now() - since < PATIENCE_MS; pid = server()) {
		if (!signal(pid, Date.now() - since < GENTLE_MS ? 'SIGINT' : 'SIGQUIT')) break;
		await sleep(200);
	}
	if (afterwards === 'remove') for (const path of [dataDir, `${dataDir}.initialising`, `${dataDir}.initialising.password`]) rmSync(path, { recursive: true, force: true, maxRetries: 3 });
	process.exit(0);
}

for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(name, () => undefined);
process.stdin.setEncoding('utf8');
process.stdin.on('data', (text) => {
	told += text;
	if (told.endsWith('done')) process.exit(0);
});
process.stdin.on('end', () => void end());
process.stdin.on('error', () => void end());
