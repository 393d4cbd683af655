import { axes, heightOf, slotOf } from './axes';
import { colour } from './colours';
import { fixed, frame, type Frame, type Series } from './frame';
import { element, type Content } from './markup';
import { shortNumber, ticksUpTo } from './scale';

/** A bar for every period, with a part for each series from the bottom up. */
export interface StackedBars extends Frame {
	readonly series: readonly Series[];
	readonly bars: ReadonlyArray<{ readonly label: string; /** In the order of the series. */ readonly values: readonly number[] }>;
}

export function stackedBars(chart: StackedBars): string {
	const ticks = ticksUpTo(Math.max(0, ...chart.bars.map(({ values }) => values.reduce((sum, value) => sum + value, 0))));
	return frame(chart, axes({ ticks, tickText: shortNumber, labels: chart.bars.map((bar) => bar.label) }), ...chart.bars.map((bar, index) => barOf(chart, bar, index, ticks)));
}

function barOf({ series, bars }: StackedBars, { label, values }: StackedBars['bars'][number], index: number, ticks: readonly number[]): Content {
	const { x, width } = slotOf(index, bars.length);
	const gap = Math.min(4, width * 0.2);
	let below = 0;
	const parts = values.map((value, at) => {
		const [bottom, top] = [heightOf(below, ticks), heightOf(below + value, ticks)];
		below += value;
		return value > 0 ? element('rect', { x: fixed(x + gap / 2), y: fixed(top), width: Math.max(0.5, fixed(width - gap)), height: Math.max(0.5, fixed(bottom - top)), style: `fill:${colour(series[at]?.colour ?? 'quiet')}` }) : null;
	});
	const told = series.map(({ name }, at) => `${name}: ${values[at] ?? 0}`).join(', ');
	return below > 0 ? element('g', {}, element('title', {}, `${label}: ${told}`), parts) : null;
}
