const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const DIGITS_THAT_MAY_BE_LOST = /\d{16}/;

/**
 * JSON.parse that loses no digits: whole numbers beyond 2^53 come back as decimal strings, since as numbers they
 * would silently become other numbers. Takes time in proportion to the text, and no stack.
 *
 * @throws SyntaxError as JSON.parse does.
 */
export function parseJson(text: string): unknown {
	const parsed: unknown = JSON.parse(text);
	if (!DIGITS_THAT_MAY_BE_LOST.test(text)) return parsed;
	const quoted = quoteUnsafeNumbers(text);
	return quoted === text ? parsed : JSON.parse(quoted);
}

/** `text` is JSON as `JSON.parse` takes it, so every text in it ends and every digit outside texts belongs to a number. */
function quoteUnsafeNumbers(text: string): string {
	const parts: string[] = [];
	let copied = 0;
	for (let at = 0; at < text.length; ) {
		const code = text.charCodeAt(at);
		if (code === QUOTE) {
			at = endOfText(text, at);
		} else if (isDigit(code)) {
			const from = text[at - 1] === '-' ? at - 1 : at;
			while (isDigit(text.charCodeAt(at))) at += 1;
			const isWhole = !isFractionOrPower(text.charCodeAt(at));
			while (isDigit(text.charCodeAt(at)) || isFractionOrPower(text.charCodeAt(at))) at += 1;
			const number = text.slice(from, at);
			if (!isWhole || Number.isSafeInteger(Number(number))) continue;
			parts.push(text.slice(copied, from), `"${number}"`);
			copied = at;
		} else {
			at += 1;
		}
	}
	return parts.length === 0 ? text : [...parts, text.slice(copied)].join('');
}

/** The place behind the quote that ends the text which begins at `start`. */
function endOfText(text: string, start: number): number {
	let at = start + 1;
	while (at < text.length && text.charCodeAt(at) !== QUOTE) at += text.charCodeAt(at) === BACKSLASH ? 2 : 1;
	return at + 1;
}

function isDigit(code: number): boolean {
	return code >= 0x30 && code <= 0x39;
}

/** . e E + - */
function isFractionOrPower(code: number): boolean {
	return code === 0x2e || code === 0x65 || code === 0x45 || code === 0x2b || code === 0x2d;
}
