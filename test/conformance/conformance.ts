/**
 * Whether a server answers as OpenProject's API does: `npm run conformance -- --help`. Without a server it is the stand-in
 * that is asked. Ends with 0 where nothing failed.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { stopOnSignals } from '../../sandbox/processes/signals';
import type { Check } from './check';
import { ALL_CHECKS } from './checks';
import { HELP, parseCommandLine, type Command } from './commandLine';
import { examine, type Examination } from './examine';
import { count } from './outcome';
import { writeRecording } from './recorded/recording';
import { markdownOf, withResults } from './report/markdown';
import { tableOf } from './report/table';
import { serverWorld } from './world/serverWorld';
import { STAND_IN_GAPS } from './world/standInGaps';
import { standInWorld } from './world/standInWorld';

type Asking = Extract<Command, { kind: 'standIn' | 'server' }>;

async function main(args: readonly string[]): Promise<number> {
	const command = parseCommandLine(args);
	switch (command.kind) {
		case 'help':
			process.stdout.write(HELP);
			return 0;
		case 'wrong':
			process.stderr.write(`${command.message}\n`);
			return 2;
		case 'standIn':
		case 'server':
			return await ask(command);
		default:
			return command satisfies never;
	}
}

async function ask(command: Asking): Promise<number> {
	const unknown = command.only.filter((id) => !ALL_CHECKS.some((check) => check.id === id));
	if (unknown.length > 0) {
		process.stderr.write(`There is no check ${unknown.join(', ')}.\n`);
		return 2;
	}
	const checks = command.only.length === 0 ? ALL_CHECKS : ALL_CHECKS.filter(({ id }) => command.only.includes(id));
	const stopping = stopOnSignals((line) => process.stderr.write(`${line}\n`));
	const examinations: Examination[] = [];
	for await (const examination of examineAll(command, checks, stopping.signal)) {
		process.stdout.write(`${tableOf(examination.report)}\n`);
		examinations.push(examination);
	}
	write(command, examinations);
	const hasFailed = examinations.some(({ report }) => count(report.outcomes, 'failed') > 0 || report.left.length > 0);
	return stopping.exitCode() ?? (hasFailed ? 1 : 0);
}

async function* examineAll(command: Asking, checks: readonly Check[], signal: AbortSignal): AsyncGenerator<Examination> {
	if (command.kind === 'server') {
		yield await examine(checks, { server: 'OpenProject', open: (onReply) => serverWorld(command.url, command.facts, onReply), signal });
		return;
	}
	for (const version of command.versions) {
		if (signal.aborted) return;
		yield await examine(checks, { server: 'The stand-in as', open: (onReply) => standInWorld(version, onReply), gaps: STAND_IN_GAPS, signal });
	}
}

function write({ json, markdown, record }: Asking, examinations: readonly Examination[]): void {
	const reports = examinations.map(({ report }) => report);
	if (json !== undefined) writeFileSync(json, `${JSON.stringify(reports.length === 1 ? reports[0] : reports, null, '\t')}\n`);
	if (markdown !== undefined) writeFileSync(markdown, withResults(existsSync(markdown) ? readFileSync(markdown, 'utf8') : '', reports.map(markdownOf).join('\n\n')));
	const [first] = examinations;
	if (record !== undefined && first !== undefined) writeRecording(record, first.recording);
}

void main(process.argv.slice(2)).then(
	(code) => {
		process.exitCode = code;
	},
	(error: unknown) => {
		process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
		process.exitCode = 1;
	},
);
