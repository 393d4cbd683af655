/** Text that is markup already: made by `element`, or a chart. Whatever else is put into a page gets escaped. */
export class Markup {
	constructor(readonly text: string) {}

	toString(): string {
		return this.text;
	}
}

export type Content = Markup | string | number | null | readonly Content[];
export type Attributes = Readonly<Record<string, string | number | null>>;

/** Elements of HTML that have no end tag. */
const VOID = new Set(['meta', 'link', 'br', 'hr', 'img']);

/** An element of HTML or SVG. Names are the code's own; values of attributes and text are escaped; null is left out. */
export function element(name: string, attributes: Attributes, ...content: readonly Content[]): Markup {
	const given = Object.entries(attributes).flatMap(([key, value]) => (value === null ? [] : [` ${key}="${escaped(String(value))}"`]));
	const start = `<${name}${given.join('')}>`;
	return new Markup(VOID.has(name) ? start : `${start}${content.map(textOf).join('')}</${name}>`);
}

/** A style sheet, which is the code's own text. */
export function styleSheet(css: string): Markup {
	return new Markup(`<style>${css}</style>`);
}

function textOf(content: Content): string {
	if (content === null) return '';
	if (content instanceof Markup) return content.text;
	if (typeof content === 'object') return content.map(textOf).join('');
	return escaped(String(content));
}

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

/** Characters no document may hold (XML 1.0, 2.2), lone surrogates among them, become U+FFFD. */
function escaped(text: string): string {
	return text.toWellFormed().replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '\ufffd').replace(/[&<>"']/g, (character) => ENTITIES[character] ?? character);
}
