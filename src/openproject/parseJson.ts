const TEXT_OR_NUMBER = /"(?:[^"\\]|\\.)*"|-?\d[\d.eE+-]*/g;

/**
 * JSON.parse that loses no digits: whole numbers beyond 2^53 come back as decimal strings, since as numbers they
 * would silently become other numbers.
 *
 * @throws SyntaxError as JSON.parse does.
 */
export function parseJson(text: string): unknown {
	if (!/\d{16}/.test(text)) return JSON.parse(text);
	return JSON.parse(text.replace(TEXT_OR_NUMBER, quoteIfUnsafe));
}

function quoteIfUnsafe(token: string): string {
	return /^-?\d{16,}$/.test(token) && !Number.isSafeInteger(Number(token)) ? `"${token}"` : token;
}
