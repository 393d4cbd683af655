/** A parsed family of Prometheus' text format, version 0.0.4. */
export interface ParsedFamily {
	readonly name: string;
	readonly type: string;
	readonly help: string;
	readonly samples: ReadonlyArray<{ readonly name: string; readonly labels: Readonly<Record<string, string>>; readonly value: number }>;
}

const NAME = /^[a-zA-Z_:][a-zA-Z0-9_:]*/;
const LABEL = /^[a-zA-Z_][a-zA-Z0-9_]*/;
const VALUE = /^(?:[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?|NaN|[+-]Inf)$/;
const SUFFIXES: Readonly<Record<string, readonly string[]>> = { counter: [''], gauge: [''], summary: ['', '_sum', '_count'], untyped: [''] };

/**
 * Parses the format as https://prometheus.io/docs/instrumenting/exposition_formats/ describes it, and throws for anything it does not
 * allow: a line without end, a family whose lines are apart, samples before TYPE, a repeated sample, escapes other than \\ \" \n.
 */
export function parseExposition(text: string): readonly ParsedFamily[] {
	if (text !== '' && !text.endsWith('\n')) throw new Error('The last line has no end.');
	const families: Array<{ name: string; type: string | null; help: string | null; samples: Array<{ name: string; labels: Record<string, string>; value: number }> }> = [];
	const seen = new Set<string>();
	const familyOf = (name: string): (typeof families)[number] => {
		const last = families.at(-1);
		if (last?.name === name) return last;
		if (families.some((family) => family.name === name)) throw new Error(`The lines of ${name} are apart.`);
		const family = { name, type: null, help: null, samples: [] };
		families.push(family);
		return family;
	};
	for (const line of text.split('\n').slice(0, -1)) {
		if (line.startsWith('#')) {
			const [, kind = '', name = '', rest = ''] = /^# (HELP|TYPE) (\S+) (.*)$/.exec(line) ?? [];
			if (kind === '') throw new Error(`Not a comment this format has: ${line}`);
			if (NAME.exec(name)?.[0] !== name) throw new Error(`Not a name: ${name}`);
			const family = familyOf(name);
			if (kind === 'HELP') {
				if (family.help !== null) throw new Error(`${name} has two helps.`);
				family.help = unescape(rest, /^[\\n]$/);
			} else {
				if (family.type !== null || family.samples.length > 0) throw new Error(`${name} has its type late or twice.`);
				if (SUFFIXES[rest] === undefined) throw new Error(`No type: ${rest}`);
				family.type = rest;
			}
			continue;
		}
		const family = families.at(-1);
		const name = NAME.exec(line)?.[0];
		if (name === undefined || family === undefined || family.type === null) throw new Error(`A sample without a name or a type before it: ${line}`);
		if (!SUFFIXES[family.type]?.some((suffix) => name === family.name + suffix)) throw new Error(`${name} does not belong to ${family.name}.`);
		const { labels, rest } = readLabels(line.slice(name.length));
		const value = /^ (\S+)$/.exec(rest)?.[1] ?? '';
		if (!VALUE.test(value)) throw new Error(`No value: '${rest}' in ${line}`);
		const key = JSON.stringify([name, Object.entries(labels).sort()]);
		if (seen.has(key)) throw new Error(`Twice: ${line}`);
		seen.add(key);
		const number = value.endsWith('Inf') ? (value.startsWith('-') ? -Infinity : Infinity) : Number(value);
		if (family.type === 'counter' && !(number >= 0)) throw new Error(`A counter below 0: ${line}`);
		family.samples.push({ name, labels, value: number });
	}
	return families.map(({ name, type, help, samples }) => {
		if (type === null || help === null || samples.length === 0) throw new Error(`${name} is not complete.`);
		return { name, type, help, samples };
	});
}

function readLabels(text: string): { readonly labels: Record<string, string>; readonly rest: string } {
	const entries: Array<[string, string]> = [];
	if (!text.startsWith('{')) return { labels: {}, rest: text };
	let rest = text.slice(1);
	while (!rest.startsWith('}')) {
		const name = LABEL.exec(rest)?.[0];
		if (name === undefined || name.startsWith('__')) throw new Error(`Not a label: ${rest}`);
		const value = /^="((?:[^"\\]|\\.)*)"/s.exec(rest.slice(name.length));
		if (value === null) throw new Error(`No value of a label: ${rest}`);
		if (entries.some(([known]) => known === name)) throw new Error(`A label twice: ${name}`);
		entries.push([name, unescape(value[1] ?? '', /^[\\"n]$/)]);
		rest = rest.slice(name.length + value[0].length);
		if (rest.startsWith(',')) rest = rest.slice(1);
		else if (!rest.startsWith('}')) throw new Error(`No comma: ${rest}`);
	}
	return { labels: Object.fromEntries(entries), rest: rest.slice(1) };
}

function unescape(text: string, allowed: RegExp): string {
	return text.replace(/\\(.?)/gs, (_all, character: string) => {
		if (!allowed.test(character)) throw new Error(`No escape: \\${character}`);
		return character === 'n' ? '\n' : character;
	});
}
