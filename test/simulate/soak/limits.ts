import { TOMBSTONES, type Sample } from './sample';

/** One figure: how it was in the second quarter and in the last, and what it may be at most there. */
export interface Compared {
	readonly name: string;
	readonly second: number;
	readonly last: number;
	readonly limit: number;
	readonly holds: boolean;
}

/** A sweep leaves a dead row for each record; times being compressed, autovacuum comes only after several runs. */
const SWEEPS_BETWEEN_VACUUMS = 5;

/** By how much a figure may grow: times `factor`, plus `slack` for figures so small that a page or a row is much. */
interface Allowance {
	readonly factor: number;
	readonly slack: number;
}

const MB = 1024 * 1024;
/** The engine's pool may open so many at any time: fewer in between are chance. */
const POOL = 4;

function allowanceFor(name: string, records: number): Allowance {
	if (name === 'heap bytes') return { factor: 1.15, slack: 5 * MB };
	if (name === TOMBSTONES) return { factor: 1, slack: Infinity };
	if (name === 'sweep dead rows') return { factor: 1.25, slack: records * SWEEPS_BETWEEN_VACUUMS };
	// Autovacuum lets so many lie (its default threshold and scale factor).
	if (isDeadRows(name)) return { factor: 1.25, slack: 50 + 0.2 * records };
	if (name.endsWith('bytes')) return { factor: 1.25, slack: MB / 8 };
	return { factor: 1.25, slack: 50 };
}

/** What may never be more, whenever it is looked at; null: it is judged by its growth. */
function ceilingOf(name: string): number | null {
	if (name === 'connections') return POOL;
	// A run that is over leaves none open, and cleans up what is past its time.
	return name === 'sockets' || name.endsWith('past their time') ? 0 : null;
}

const isDeadRows = (name: string): boolean => name.endsWith('dead rows');

/**
 * Compares the last quarter of the samples with the second; the first is for warming up. Of dead rows, which vacuum takes away
 * again, and of what has a ceiling, the largest counts; of all else the median. `records`: on either side.
 */
export function compareQuarters(samples: readonly Sample[], records: number): readonly Compared[] {
	const quarter = Math.floor(samples.length / 4);
	if (quarter < 1) throw new RangeError(`${samples.length} samples are too few to compare quarters.`);
	const names = [...new Set(samples.flatMap(({ figures }) => Object.keys(figures)))];
	return names.map((name) => {
		const values = samples.map(({ figures }) => figures[name] ?? 0);
		const of = (pick: (list: readonly number[]) => number): { readonly second: number; readonly last: number } => ({ second: pick(values.slice(quarter, 2 * quarter)), last: pick(values.slice(-quarter)) });
		const ceiling = ceilingOf(name);
		// Where there is a ceiling, one sample above it is enough.
		if (ceiling !== null) return { name, ...of((list) => Math.max(...list)), limit: ceiling, holds: Math.max(...values.slice(quarter)) <= ceiling };
		const quarters = of(isDeadRows(name) ? (list) => Math.max(...list) : median);
		const { factor, slack } = allowanceFor(name, records);
		const limit = quarters.second * factor + slack;
		return { name, ...quarters, limit, holds: quarters.last <= limit };
	});
}

function median(values: readonly number[]): number {
	const sorted = [...values].sort((a, b) => a - b);
	const middle = Math.floor(sorted.length / 2);
	return sorted.length % 2 === 1 ? (sorted[middle] as number) : ((sorted[middle - 1] as number) + (sorted[middle] as number)) / 2;
}

/** For people: a line per figure. */
export function tableOf(compared: readonly Compared[]): string {
	const shown = (value: number): string => Math.round(value).toLocaleString('en-US');
	const rows = [['figure', 'second quarter', 'last quarter', 'limit', ''], ...compared.map((one) => [one.name, shown(one.second), shown(one.last), shown(one.limit), one.holds ? '' : 'BROKEN'])];
	const widths = [0, 1, 2, 3].map((column) => Math.max(...rows.map((row) => (row[column] as string).length)));
	return rows.map((row) => row.map((cell, column) => (column === 0 ? cell.padEnd(widths[0] as number) : cell.padStart(widths[column] ?? 0))).join('  ').trimEnd()).join('\n');
}
