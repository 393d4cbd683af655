import { axes, heightOf, slotOf } from './axes';
import { colour } from './colours';
import { fixed, frame, type Frame, type Series } from './frame';
import { element, type Content } from './markup';

/** Lines over the periods. A null interrupts its line: nothing was measured there. */
export interface Lines extends Frame {
	readonly series: readonly Series[];
	readonly points: ReadonlyArray<{ readonly label: string; /** In the order of the series. */ readonly values: ReadonlyArray<number | null> }>;
	readonly ticks: readonly number[];
	readonly tickText: (value: number) => string;
}

export function lines(chart: Lines): string {
	const { ticks, tickText, points, series } = chart;
	return frame(chart, axes({ ticks, tickText, labels: points.map((point) => point.label) }), ...series.map((one, at) => lineOf(chart, one, at)));
}

function lineOf({ points, ticks, tickText }: Lines, { name, colour: shown }: Series, at: number): Content {
	const places = points.map(({ label, values }, index) => {
		const { x, width } = slotOf(index, points.length);
		const value = values[at] ?? null;
		return value === null ? null : { x: fixed(x + width / 2), y: fixed(heightOf(value, ticks)), told: `${label}: ${name} ${tickText(value)}` };
	});
	const steps = places.map((place, index) => (place === null ? '' : `${index === 0 || places[index - 1] === null ? 'M' : 'L'}${place.x} ${place.y}`)).join('');
	return [
		element('path', { d: steps === '' ? 'M0 0' : steps, fill: 'none', 'stroke-width': 2, style: `stroke:${colour(shown)}` }),
		// A dot for every point: a line of one point would not be seen, and a dot can say its value.
		...places.map((place) => (place === null ? null : element('circle', { cx: place.x, cy: place.y, r: 2.5, style: `fill:${colour(shown)}` }, element('title', {}, place.told)))),
	];
}
