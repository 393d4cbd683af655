import { colour, type Colour } from './colours';
import { element, type Content, type Markup } from './markup';

/** Size of every chart in its own units; it grows and shrinks with the page. */
export const WIDTH = 640;
export const HEIGHT = 240;
export const PLOT = { left: 56, top: 44, right: WIDTH - 12, bottom: HEIGHT - 30 } as const;

/** A kind of value shown, for the legend. */
export interface Series {
	readonly name: string;
	readonly colour: Colour;
}

export interface Frame {
	readonly title: string;
	/** What can be read from the chart, in a sentence, for those who cannot see it. */
	readonly description: string;
	readonly series?: readonly Series[];
	readonly height?: number;
}

const TEXT = { fill: 'currentColor', 'font-family': 'system-ui, sans-serif', 'font-size': 11 } as const;

export function label(text: string, at: { readonly x: number; readonly y: number; readonly anchor?: 'start' | 'middle' | 'end'; readonly size?: number; readonly weight?: number }): Markup {
	return element('text', { ...TEXT, x: fixed(at.x), y: fixed(at.y), 'text-anchor': at.anchor ?? 'start', 'font-size': at.size ?? TEXT['font-size'], 'font-weight': at.weight ?? null }, text);
}

/** Coordinates need no more than tenths. */
export function fixed(value: number): number {
	return Math.round(value * 10) / 10;
}

/** A whole chart as SVG with title, description and legend around its content. */
export function frame({ title, description, series = [], height = HEIGHT }: Frame, ...content: readonly Content[]): string {
	return element(
		'svg', { xmlns: 'http://www.w3.org/2000/svg', viewBox: `0 0 ${WIDTH} ${height}`, width: '100%', role: 'img', 'aria-label': `${title}. ${description}` },
		element('title', {}, title), element('desc', {}, description),
		label(title, { x: 0, y: 14, size: 14, weight: 600 }), legend(series), ...content,
	).text;
}

/** A chart with nothing to show, which says so. */
export function emptyFrame(title: string, sentence: string): string {
	return frame({ title, description: sentence }, element('rect', { x: 0.5, y: 26.5, width: WIDTH - 1, height: HEIGHT - 27, rx: 6, fill: 'none', stroke: 'currentColor', 'stroke-opacity': 0.2 }), label(sentence, { x: WIDTH / 2, y: HEIGHT / 2 + 14, anchor: 'middle', size: 13 }));
}

function legend(series: readonly Series[]): Content {
	let x = 0;
	return series.map(({ name, colour: shown }) => {
		const at = x;
		x += 22 + name.length * 6.4;
		return [element('rect', { x: fixed(at), y: 23, width: 10, height: 10, rx: 2, style: `fill:${colour(shown)}` }), label(name, { x: at + 14, y: 32 })];
	});
}
