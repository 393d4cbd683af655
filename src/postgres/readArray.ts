/**
 * Reads PostgreSQL's text form of an array (manual, 8.15.6), of any number of dimensions, into nested JavaScript arrays;
 * `parse` reads an element. NULL becomes null. Lower bounds other than 1 ('[0:2]={…}') are dropped.
 */
export function readArray(text: string, parse: (element: string) => unknown): unknown[] {
	const start = text.indexOf('{');
	const top: unknown[] = [];
	const open: unknown[][] = [];
	let current = top;
	let position = start;
	while (position < text.length) {
		const character = text[position];
		if (character === '{') {
			const inner: unknown[] = [];
			// The outermost braces are the array itself.
			if (position === start) open.push(top);
			else {
				current.push(inner);
				open.push(inner);
			}
			current = open.at(-1) ?? top;
			position++;
		} else if (character === '}') {
			open.pop();
			current = open.at(-1) ?? top;
			position++;
		} else if (character === ',') {
			position++;
		} else {
			const element = character === '"' ? readQuoted(text, position) : readPlain(text, position);
			current.push(element.value === null ? null : parse(element.value));
			position = element.end;
		}
	}
	return top;
}

interface Element {
	readonly value: string | null;
	readonly end: number;
}

function readPlain(text: string, start: number): Element {
	let end = start;
	while (end < text.length && text[end] !== ',' && text[end] !== '}') end++;
	const value = text.slice(start, end);
	return { value: value === 'NULL' ? null : value, end };
}

function readQuoted(text: string, start: number): Element {
	let end = start + 1;
	while (end < text.length && text[end] !== '"') end += text[end] === '\\' ? 2 : 1;
	return { value: text.slice(start + 1, end).replace(/\\(.)/gs, '$1'), end: end + 1 };
}
