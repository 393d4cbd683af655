import { copyFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { HELP, parseArguments, type SandboxOptions } from './args';
import { bootSandbox, type Boot } from './boot';
import { Narrator } from './narrator';
import { goThroughOnce } from './once';
import { stopOnSignals } from './processes/signals';
import { Started } from './processes/started';
import type { OnceReport } from './report';
import { openState, type SandboxState } from './state';
import { stayUp } from './stayUp';

const CHECKOUT = join(__dirname, '..');

/** How a sandbox ended: the exit code, and what `--once` reports. */
interface Ending {
	/** 0 as asked (with --once: in sync), 1 failed or not in sync, 2 the command line makes no sense, 129 to 143 interrupted on the way. */
	readonly code: number;
	readonly report: OnceReport | null;
}

const OLDEST_NODE = '20.19.0';

async function main(argv: readonly string[]): Promise<number> {
	if (process.versions.node.localeCompare(OLDEST_NODE, 'en', { numeric: true }) < 0) {
		process.stderr.write(`This is Node ${process.versions.node}; the sandbox needs ${OLDEST_NODE} or newer.\n`);
		return 1;
	}
	const parsed = parseArguments(argv);
	switch (parsed.status) {
		case 'help':
			process.stdout.write(HELP);
			return 0;
		case 'wrong':
			process.stderr.write(`${parsed.message}\n`);
			return 2;
		case 'run':
			return await runToTheEnd(parsed.options);
		default:
			return parsed satisfies never;
	}
}

/** Runs the sandbox, ends everything it started however it went, and only then prints the report: the last line of stdout. */
async function runToTheEnd(options: SandboxOptions): Promise<number> {
	const { say } = new Narrator();
	const started = new Started();
	const stopping = stopOnSignals(say);
	let ending: Ending;
	try {
		ending = await runSandbox(options, { started, say, signal: stopping.signal });
	} catch (error) {
		const message = stopping.exitCode() === null ? sentenceOf(error) : 'interrupted';
		say(message);
		ending = { code: stopping.exitCode() ?? 1, report: { n8n: null, runs: [], inSync: false, problems: [message] } };
	}
	const hadStarted = !started.isEmpty;
	const problems = await started.closeAll();
	problems.forEach((problem) => say(problem));
	if (!options.once) say(...(hadStarted && problems.length === 0 ? ['stopped; nothing is left running'] : []));
	else if (ending.report !== null) await print(`${JSON.stringify(ending.report)}\n`);
	return problems.length > 0 && ending.code === 0 ? 1 : ending.code;
}

async function runSandbox(options: SandboxOptions, around: Pick<Boot, 'started' | 'say' | 'signal'>): Promise<Ending> {
	const state = await openState(options, CHECKOUT, around.say);
	around.started.add('the state folder', async () => await state.close());
	const boot: Boot = { ...around, options, checkout: CHECKOUT, state };
	try {
		const sandbox = await bootSandbox(boot);
		if (options.once) return await endingOf(await goThroughOnce(sandbox, boot), boot);
		const why = await stayUp(sandbox, boot);
		if (why === 'asked') return { code: 0, report: null };
		around.say(`n8n ended on its own; its log is ${logOf(state)}`);
		return { code: 1, report: null };
	} catch (error) {
		if (state.isTemporary && !around.signal.aborted) await rescueLog(state, around.say);
		throw error;
	}
}

async function endingOf(report: OnceReport, { say, state }: Pick<Boot, 'say' | 'state'>): Promise<Ending> {
	if (report.inSync) return { code: 0, report };
	say('not in sync:', ...report.problems.map((problem) => `  ${problem}`));
	await rescueLog(state, say);
	return { code: 1, report };
}

/** A temporary folder goes in the end; where something failed, n8n's log outlives it. */
async function rescueLog(state: SandboxState, say: Boot['say']): Promise<void> {
	const copy = join(tmpdir(), `batch-sync-n8n-${process.pid}.log`);
	// There is none where n8n was not started yet; the failure itself is reported by the caller.
	const isThere = await copyFile(logOf(state), copy).then(() => true, () => false);
	if (isThere) say(`n8n's log is kept as ${copy}`);
}

function logOf(state: SandboxState): string {
	return join(state.folder, 'n8n.log');
}

function sentenceOf(error: unknown): string {
	return error instanceof Error && error.message !== '' ? error.message : String(error);
}

async function print(text: string): Promise<void> {
	await new Promise<void>((resolve) => process.stdout.write(text, () => resolve()));
}

// Whoever reads us may go away early ('npm start | head'); that must not keep us from ending what was started.
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);

void main(process.argv.slice(2)).then((code) => process.exit(code));
