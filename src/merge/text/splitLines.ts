/** The lines of a text, each with its own end (LF or CR LF); the last one may have none. Joined they are the text; an empty text has no lines. */
export function splitLines(text: string): string[] {
	const lines: string[] = [];
	let start = 0;
	while (start < text.length) {
		const newline = text.indexOf('\n', start);
		const end = newline === -1 ? text.length : newline + 1;
		lines.push(text.slice(start, end));
		start = end;
	}
	return lines;
}
