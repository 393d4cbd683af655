import { isMet, type Figure } from './figures';

const HEAD = ['figure', 'value', 'unit', 'goal', 'met'] as const;

/** Figures as a table for people: name, value, unit, goal, whether it is met. */
export function tableOf(figures: readonly Figure[]): string {
	const rows = figures.map((figure) => [figure.name, numberOf(figure.value), figure.unit, goalOf(figure), metOf(figure)]);
	const widths = HEAD.map((head, column) => Math.max(head.length, ...rows.map((row) => (row[column] as string).length)));
	const line = (cells: readonly string[]): string => cells.map((cell, column) => (column === 1 ? cell.padStart(widths[column] as number) : cell.padEnd(widths[column] as number))).join('  ').trimEnd();
	return [line(HEAD), line(widths.map((width) => '-'.repeat(width))), ...rows.map(line)].join('\n');
}

/** One sentence on the goals: how many are met, and the names of those that are not. */
export function verdictOf(figures: readonly Figure[]): string {
	const judged = figures.filter(({ goal }) => goal !== null);
	if (judged.length === 0) return 'No goals were judged.';
	const missed = judged.filter((figure) => isMet(figure) === false).map(({ name }) => name);
	return missed.length === 0 ? `All ${judged.length} goals are met.` : `${judged.length - missed.length} of ${judged.length} goals are met; missed: ${missed.join(', ')}.`;
}

/** Three digits that count, but never fewer than the whole part has. */
function numberOf(value: number): string {
	const digits = Math.max(0, 2 - Math.floor(Math.log10(Math.max(Math.abs(value), 0.001))));
	return value.toFixed(Number.isInteger(value) ? 0 : Math.min(digits, 4));
}

function goalOf({ goal, better }: Figure): string {
	return goal === null ? '' : `${better === 'lower' ? 'at most' : 'at least'} ${goal}`;
}

function metOf(figure: Figure): string {
	const met = isMet(figure);
	return met === null ? '' : met ? 'yes' : 'no';
}
