import { element, type Content, type Markup } from '../charts/markup';
import { durationWords } from '../durationWords';
import type { MeasuredRun, Report } from '../types';

/** Periods told in numbers at most, the newest; the charts show them all. */
const MOST_PERIODS = 100;

interface Column<T> {
	readonly heading: string;
	readonly isNumber?: boolean;
	readonly cell: (row: T) => Content;
}

const status = (name: string): Markup => element('span', { class: `state ${name}` }, name.replaceAll('_', ' '));
const numberOrNone = (value: number | null | undefined): string => (value === null || value === undefined ? '' : String(value));
const durationOrNone = (value: number | null): string => (value === null ? '' : durationWords(value));

/** The newest runs, one by one. */
export function runsTable(runs: readonly MeasuredRun[]): Markup {
	return table('Newest runs', 'No runs yet.', runs, [
		{ heading: 'name', cell: ({ name }) => name },
		{ heading: 'run', isNumber: true, cell: ({ run }) => run },
		{ heading: 'began', cell: ({ startedAt }) => startedAt },
		{ heading: 'state', cell: (run) => status(run.status) },
		{ heading: 'duration', isNumber: true, cell: ({ durationMs }) => durationWords(durationMs) },
		{ heading: 'processed', isNumber: true, cell: ({ metrics }) => numberOrNone(metrics.processed) },
		{ heading: 'failed', isNumber: true, cell: ({ metrics }) => numberOrNone(metrics.failed) },
		{ heading: 'conflicts', isNumber: true, cell: ({ metrics }) => numberOrNone(metrics.conflictsFound) },
		{ heading: 'message', cell: ({ message }) => message },
	]);
}

/** Everything the charts show, as numbers. */
export function periodsTable({ periods, by }: Report): Markup {
	const told = periods.filter((period) => period.runs + period.byStatus.skipped > 0).slice(-MOST_PERIODS).reverse();
	return table(`By ${by}`, 'No runs in this time.', told, [
		{ heading: by, cell: ({ label }) => label },
		{ heading: 'runs', isNumber: true, cell: ({ runs }) => runs },
		{ heading: 'failed runs', isNumber: true, cell: ({ byStatus }) => byStatus.failed },
		{ heading: 'processed', isNumber: true, cell: ({ processed }) => processed },
		{ heading: 'failed', isNumber: true, cell: ({ failed }) => failed },
		{ heading: 'conflicts', isNumber: true, cell: ({ conflictsFound }) => conflictsFound },
		{ heading: 'p50', isNumber: true, cell: ({ duration }) => durationOrNone(duration.p50) },
		{ heading: 'p95', isNumber: true, cell: ({ duration }) => durationOrNone(duration.p95) },
		{ heading: 'records/s', isNumber: true, cell: ({ rate }) => numberOrNone(rate) },
	]);
}

function table<T>(heading: string, none: string, rows: readonly T[], columns: ReadonlyArray<Column<T>>): Markup {
	const className = (column: Column<T>): string | null => (column.isNumber === true ? 'number' : null);
	const content = rows.length === 0 ? element('p', { class: 'quiet' }, none) : element('div', { class: 'scroll' }, element('table', {},
		element('thead', {}, element('tr', {}, columns.map((column) => element('th', { class: className(column) }, column.heading)))),
		element('tbody', {}, rows.map((row) => element('tr', {}, columns.map((column) => element('td', { class: className(column) }, column.cell(row)))))),
	));
	return element('section', {}, element('h2', {}, heading), content);
}
