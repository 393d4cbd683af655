import { gzipSync } from 'node:zlib';
import { elementsOf, isList, onElements, onLists } from './tamperingProxy';
import type { Tamper, TamperedAnswer } from './tamperingProxy';

/** `correct`: as if the server were honest. A pattern: the run ends with a sentence like it. */
export interface EvilAnswer {
	readonly what: string;
	readonly tamper: Tamper;
	readonly expected: 'correct' | RegExp;
	/** It concerns records one by one: their failures are noted, the run goes on. */
	readonly perRecord?: boolean;
}

const JSON_ANSWER = { 'content-type': 'application/hal+json; charset=utf-8' };
const POLLUTION = '"__proto__":{"polluted":"yes","subject":"evil","total":0,"id":7},"constructor":{"prototype":{"polluted":"yes"}},';
const nested = (depth: number): string => `${'['.repeat(depth)}${']'.repeat(depth)}`;

/** The lists of work packages answered by something else altogether. */
function instead(answer: Partial<TamperedAnswer> | string | ((honest: string) => Partial<TamperedAnswer> | string)): Tamper {
	return (request, honest) => {
		if (!isList(request)) return undefined;
		const given = typeof answer === 'function' ? answer(honest.body) : answer;
		return typeof given === 'string' ? given : { status: 200, headers: JSON_ANSWER, body: honest.body, ...given };
	};
}

const everywhere = (change: (body: string) => string): Tamper => (_request, honest) => (honest.body.startsWith('{') ? { ...honest, body: change(honest.body) } : undefined);
const total = (value: unknown): Tamper => onLists((list) => ({ ...list, total: value }));
const id = (value: unknown): Tamper => onElements((element) => ({ ...element, id: value }));

function withoutLink(name: string): Tamper {
	return onElements((element) => ({ ...element, _links: Object.fromEntries(Object.entries((element['_links'] ?? {}) as object).filter(([key]) => key !== name)) }));
}

/** Lists without end: each answer has the next two of ever new work packages. */
function invented(announced: (count: number) => number): Tamper {
	let count = 0;
	return onLists((list) => {
		const [model] = elementsOf(list);
		if (model === undefined) return list;
		const elements = [1, 2].map(() => ({ ...model, id: 1000 + (count += 1), updatedAt: new Date(Date.UTC(2020, 0, 1) + count * 1000).toISOString() }));
		return { ...list, total: announced(count), count: 2, pageSize: 2, _embedded: { elements } };
	});
}

function repeating(): Tamper {
	let first: Record<string, unknown> | undefined;
	return onLists((list) => (first ??= { ...list, total: 1_000_000_000, pageSize: elementsOf(list).length }));
}

const NO_SENSE = /total|OpenProject|answer/;

export const EVIL_ANSWERS: readonly EvilAnswer[] = [
	{ what: 'the same page for ever, of a thousand million announced', tamper: repeating(), expected: /dropping the (filters|page number)|does not end|none of them/ },
	{ what: 'ever new work packages, always two more announced', tamper: invented((count) => count + 2), expected: /does not end/ },
	{ what: 'ever new work packages, three announced', tamper: invented(() => 3), expected: /does not end/ },
	{ what: 'next links that lead in a circle and elsewhere', tamper: onLists((list, { path }) => ({ ...list, _links: { self: { href: path }, nextByOffset: { href: path }, jumpTo: { href: 'http://127.0.0.1:1/' }, nextByCursor: { href: path } } })), expected: 'correct' },
	{ what: 'a total of 0', tamper: total(0), expected: /shows no record at all/ },
	{ what: 'a total that is larger by 5', tamper: onLists((list) => ({ ...list, total: Number(list['total']) + 5 })), expected: /announces|none of them|does not end/ },
	...[-1, 1.5, '3', null, 1e308, [3], { valueOf: 3 }, true].map((value) => ({ what: `a total of ${JSON.stringify(value)}`, tamper: total(value), expected: NO_SENSE })),
	{ what: 'a total beyond what a number holds', tamper: instead((body) => ({ body: body.replace(/"total":\d+/, '"total":1e999') })), expected: NO_SENSE },
	{ what: 'ids as texts', tamper: onElements((element) => ({ ...element, id: String(element['id']) })), expected: 'correct' },
	...[0, -1, 1.5, '05', '1e3', '0x10', '', ' 7', '__proto__', null, {}, [1], true].map((value) => ({ what: `an id of ${JSON.stringify(value)}`, tamper: id(value), expected: /id/ })),
	...['9007199254740993', '18446744073709551616', '1'.repeat(400), '1e400'].map((digits) => ({ what: `an id of ${digits.slice(0, 24)}, unquoted`, tamper: instead((body) => ({ body: body.replaceAll(/"id":\d+/g, `"id":${digits}`) })), expected: /id/ })),
	{ what: 'every key twice, the last of which counts', tamper: everywhere((body) => body.replaceAll('"_type":"WorkPackage"', '"_type":"Nothing","subject":"first","id":999,"lockVersion":99,"_type":"WorkPackage"').replace(/^\{"_type":"Collection"/, '{"total":999,"_type":"Collection"')), expected: 'correct' },
	{ what: '__proto__ and constructor in every object', tamper: everywhere((body) => body.replaceAll(/\{(?=")/g, `{${POLLUTION}`)), expected: 'correct' },
	{ what: 'a subject by way of __proto__ alone', tamper: instead((body) => ({ body: body.replaceAll('"subject":', '"__proto__":{"subject":"evil"},"other":') })), expected: /subject/ },
	{ what: 'JSON 10,000 deep where nobody looks', tamper: everywhere((body) => `{"extra":${nested(10_000)},${body.slice(1)}`), expected: 'correct' },
	{ what: 'JSON 200,000 deep where nobody looks', tamper: instead((body) => ({ body: `{"extra":${nested(200_000)},${body.slice(1)}` })), expected: 'correct' },
	{ what: 'a subject 10,000 deep', tamper: instead((body) => ({ body: body.replaceAll(/"subject":"[^"]*"/g, `"subject":${nested(10_000)}`) })), expected: /subject/, perRecord: true },
	{ what: 'a description that is a number', tamper: onElements((element) => ({ ...element, description: { format: 'markdown', raw: 5, html: '' } })), expected: /description/ },
	{ what: 'no description at all', tamper: onElements(({ description: _description, ...element }) => element), expected: /description/ },
	{ what: 'no subject', tamper: onElements(({ subject: _subject, ...element }) => element), expected: /subject/ },
	{ what: 'no type', tamper: withoutLink('type'), expected: /type/ },
	{ what: 'no project', tamper: withoutLink('project'), expected: /project/ },
	{ what: 'no links', tamper: onElements(({ _links, ...element }) => element), expected: /project|links/ },
	{ what: 'a lockVersion that is a text', tamper: onElements((element) => ({ ...element, lockVersion: '1' })), expected: /lockVersion/ },
	{ what: 'a time that is none', tamper: onElements((element) => ({ ...element, updatedAt: 'yesterday' })), expected: /updatedAt/ },
	{ what: 'no elements at all', tamper: onLists(({ _embedded, ...list }) => list), expected: /none of them|announces/ },
	{ what: 'elements that are no objects', tamper: onLists((list) => ({ ...list, _embedded: { elements: [null, 1, 'a', []] } })), expected: /id/ },
	{ what: 'an answer of 50 MB', tamper: instead((body) => ({ body: `{"extra":"${'x'.repeat(50_000_000)}",${body.slice(1)}` })), expected: 'correct' },
	{ what: 'an answer of 80 MB', tamper: instead((body) => ({ body: `{"extra":"${'x'.repeat(80_000_000)}",${body.slice(1)}` })), expected: /larger than/ },
	{ what: 'a gzip bomb', tamper: instead(() => ({ headers: { ...JSON_ANSWER, 'content-encoding': 'gzip' }, body: BOMB })), expected: /larger than/ },
	{ what: 'gzip that is none', tamper: instead({ headers: { ...JSON_ANSWER, 'content-encoding': 'gzip' } }), expected: /header|gzip|Z_DATA_ERROR/ },
	{ what: 'a packing nobody asked for', tamper: instead((body) => ({ headers: { ...JSON_ANSWER, 'content-encoding': 'br' }, body: gzipSync(body) })), expected: NO_SENSE },
	{ what: 'line breaks smuggled into a header', tamper: instead(`HTTP/1.1 200 OK\r\nX-A: a\rSet-Cookie: b\r\nContent-Length: 2\r\n\r\n{}`), expected: NO_SENSE },
	{ what: 'a second answer behind the first', tamper: instead(`HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}`), expected: NO_SENSE },
	{ what: 'a length and chunks at once', tamper: instead(`HTTP/1.1 200 OK\r\nContent-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n`), expected: NO_SENSE },
	{ what: 'headers without end', tamper: instead(`HTTP/1.1 200 OK\r\nX-A: ${'a'.repeat(1_000_000)}\r\n\r\n`), expected: NO_SENSE },
	{ what: 'a length that is not kept', tamper: instead((body) => `HTTP/1.1 200 OK\r\nContent-Length: ${body.length + 1000}\r\n\r\n${body}`), expected: /broke|reset|hang up|aborted/i },
	...['text/html', 'text/plain', 'application/octet-stream', 'image/png', 'a\u00ffb', ''].map((type) => ({ what: `right JSON called ${JSON.stringify(type)}`, tamper: instead({ headers: { 'content-type': type } }), expected: 'correct' as const })),
	...['<html><body>Log in</body></html>', '<?xml version="1.0"?><a/>', '', 'null', '[]', '"text"', '42', '{"total":3', 'NaN', '\ufffe{}', '{}'].map((body) => ({ what: `${JSON.stringify(body)} in place of a list`, tamper: instead({ body }), expected: NO_SENSE })),
];

const BOMB = gzipSync(Buffer.alloc(300_000_000, 0x20), { level: 9 });
