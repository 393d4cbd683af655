import { fixed, label, PLOT } from './frame';
import { element, type Content } from './markup';

/** Labels below the plot at most. */
const MOST_LABELS = 6;

export interface Axes {
	readonly ticks: readonly number[];
	readonly tickText: (value: number) => string;
	/** Of the periods from left to right. */
	readonly labels: readonly string[];
}

/** Where a value lies in the plot, from the bottom. */
export function heightOf(value: number, ticks: readonly number[]): number {
	return PLOT.bottom - (value / (ticks.at(-1) as number)) * (PLOT.bottom - PLOT.top);
}

/** Where a period lies in the plot: its left edge and its width. */
export function slotOf(index: number, count: number): { readonly x: number; readonly width: number } {
	const width = (PLOT.right - PLOT.left) / count;
	return { x: PLOT.left + index * width, width };
}

export function axes({ ticks, tickText, labels }: Axes): Content {
	const every = Math.ceil(labels.length / MOST_LABELS);
	return [
		...ticks.map((tick) => [
			element('line', { x1: PLOT.left, x2: PLOT.right, y1: fixed(heightOf(tick, ticks)), y2: fixed(heightOf(tick, ticks)), stroke: 'currentColor', 'stroke-opacity': tick === 0 ? 0.5 : 0.15 }),
			label(tickText(tick), { x: PLOT.left - 6, y: heightOf(tick, ticks) + 4, anchor: 'end' }),
		]),
		...labels.map((text, index) => {
			const { x, width } = slotOf(index, labels.length);
			return index % every === 0 ? label(text, { x: Math.min(Math.max(x + width / 2, PLOT.left + 24), PLOT.right - 34), y: PLOT.bottom + 18, anchor: 'middle' }) : null;
		}),
	];
}
