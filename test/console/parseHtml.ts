/** An element as it stands in a page. */
export interface Element {
	readonly name: string;
	readonly attributes: Readonly<Record<string, string>>;
	/** Text directly and deeper inside, references resolved. */
	text: string;
}

const VOID = new Set(['meta', 'input', 'br']);
const REFERENCES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"' };
const TAG = /^<(\/?)([a-zA-Z][a-zA-Z0-9]*)((?:\s+[a-zA-Z][a-zA-Z0-9:-]*(?:="[^"<]*")?)*)\s*(\/?)>/;

/**
 * The elements of a page, in order. Stricter than a browser: throws where a tag is not closed in order, an attribute's value is not
 * in double quotes, or a `<` or `&` stands where none may, so that nothing is left to a browser's guessing.
 */
export function parseHtml(page: string): readonly Element[] {
	const elements: Element[] = [];
	const open: Element[] = [];
	let rest = page.replace(/^<!DOCTYPE html>/, '');
	const fail = (what: string): never => {
		throw new Error(`${what} at: ${rest.slice(0, 120)}`);
	};
	while (rest !== '') {
		const inside = open.at(-1)?.name;
		if (inside === 'script' || inside === 'style') {
			const end = rest.indexOf(`</${inside}`);
			if (end === -1) fail(`<${inside}> is not closed`);
			if (end > 0) (open.at(-1) as Element).text = rest.slice(0, end);
			rest = rest.slice(end);
		}
		if (!rest.startsWith('<')) {
			const end = rest.indexOf('<') === -1 ? rest.length : rest.indexOf('<');
			const text = resolved(rest.slice(0, end));
			for (const element of open) element.text += text;
			rest = rest.slice(end);
			continue;
		}
		const tag = TAG.exec(rest) ?? fail('No tag');
		const [whole = '', slash, name = '', list = '', selfClosing] = tag;
		rest = rest.slice(whole.length);
		if (slash === '/') {
			if (open.pop()?.name !== name) fail(`</${name}> closes nothing`);
			continue;
		}
		const attributes = Object.fromEntries([...list.matchAll(/\s+([a-zA-Z][a-zA-Z0-9:-]*)(?:="([^"]*)")?/g)].map(([, key = '', value = '']) => [key, resolved(value)]));
		const element = { name, attributes, text: '' };
		elements.push(element);
		if (!VOID.has(name) && selfClosing !== '/') open.push(element);
	}
	if (open.length > 0) throw new Error(`<${open.at(-1)?.name}> is not closed`);
	return elements;
}

function resolved(text: string): string {
	if (/&(?!(?:amp|lt|gt|quot|#\d+);)/.test(text)) throw new Error(`A bare & in: ${text.slice(0, 120)}`);
	return text.replace(/&(?:(amp|lt|gt|quot)|#(\d+));/g, (_all, name: string | undefined, code: string) => (name === undefined ? String.fromCodePoint(Number(code)) : (REFERENCES[name] ?? '')));
}
