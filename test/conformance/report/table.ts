import { count, type Outcome, type Report } from '../outcome';

const HEAD = ['id', 'behaviour', 'expected', 'answered', ''] as const;
const WIDEST = 60;
const WORDS = { passed: 'ok', failed: 'differs', skipped: 'skipped', noted: 'noted' } as const;

/** One report as people read it in a terminal. */
export function tableOf({ server, version, outcomes, left }: Report): string {
	const rows = [HEAD, ...outcomes.map(cellsOf)];
	const widths = HEAD.map((_, column) => Math.max(...rows.map((row) => (row[column] ?? '').length)));
	const lines = rows.map((row) => row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ').trimEnd());
	const reasons = outcomes.filter(({ reason }) => reason !== undefined).map(({ id, verdict, reason }) => `${id} ${WORDS[verdict]}: ${reason}`);
	return [`${server} ${version}`, '', ...lines, '', ...reasons, ...left, '', closingLine(outcomes), ''].join('\n');
}

/** 'N passed, N failed, N skipped', and how many were only noted. */
export function closingLine(outcomes: readonly Outcome[]): string {
	const noted = count(outcomes, 'noted');
	const line = `${count(outcomes, 'passed')} passed, ${count(outcomes, 'failed')} failed, ${count(outcomes, 'skipped')} skipped`;
	return noted === 0 ? line : `${line} (${noted} more noted: nothing is known to hold for this version)`;
}

function cellsOf({ id, behaviour, expected, answered, verdict }: Outcome): readonly string[] {
	return [id, cut(behaviour), cut(expected), cut(answered), WORDS[verdict]];
}

function cut(text: string): string {
	const line = text.replace(/\s+/g, ' ');
	return line.length <= WIDEST ? line : `${line.slice(0, WIDEST - 1)}…`;
}
