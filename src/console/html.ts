import { escapeText } from './escapeText';

/** HTML that is safe to put into a page: made by `html`, or by `trusted` from a text of our own. */
export class Html {
	constructor(readonly text: string) {}

	toString(): string {
		return this.text;
	}
}

/** What may stand in a template; nothing is put in for null, undefined and false. */
export type Part = Html | string | number | null | undefined | false | readonly Part[];

/** HTML from a template. Everything put into it is escaped, as text and as an attribute's value in quotes, unless it is HTML already. */
export function html(template: TemplateStringsArray, ...parts: readonly Part[]): Html {
	return new Html(template.reduce((text, literal, index) => `${text}${textOf(parts[index - 1])}${literal}`));
}

/** HTML that we have written ourselves, without anything in it that came from a system or a person. */
export function trusted(text: string): Html {
	return new Html(text);
}

function textOf(part: Part): string {
	if (part === null || part === undefined || part === false) return '';
	if (part instanceof Html) return part.text;
	if (Array.isArray(part)) return part.map(textOf).join('');
	return escapeText(String(part));
}
