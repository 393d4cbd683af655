/** A row in the text format of COPY (https://www.postgresql.org/docs/current/sql-copy.html, "Text Format"). */
export function copyLine(values: readonly (string | number | null)[]): string {
	return `${values.map(copyValue).join('\t')}\n`;
}

const ESCAPES: Readonly<Record<string, string>> = { '\\': '\\\\', '\t': '\\t', '\n': '\\n', '\r': '\\r' };

function copyValue(value: string | number | null): string {
	return value === null ? '\\N' : String(value).replace(/[\\\t\n\r]/g, (character) => ESCAPES[character]!);
}
