import type { Json } from '../client';
import type { Exchange } from './recorder';

/** What differs from server to server and says nothing. */
export interface Names {
	/** Texts, as [found, instead]: the server's address, names that were drawn. */
	readonly renamed: readonly (readonly [found: string, instead: string])[];
	/** Custom fields by what they are instead of their number; others are left out. */
	readonly fields: ReadonlyMap<string, string>;
}

/** An answer without ids, times and names of a server. */
export interface RecordedExchange {
	readonly method: string;
	readonly path: string;
	readonly status: number;
	/** Null: none. */
	readonly contentType: string | null;
	/** JSON, or the text where it is none. */
	readonly body: Json;
}

const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;
const FIELD = /customField\d+/g;
/** Subjects are numbered as they are made. */
const NUMBERED = /conformance( ?)\d+/g;

/** Where people's names are. */
const NAMES = new Set(['name', 'firstName', 'lastName', 'login', 'email', 'title']);

/** What is kept of an answer. */
export function normalise({ asked, reply }: Exchange, names: Names): RecordedExchange {
	const text = names.renamed.reduce((done, [found, instead]) => done.replaceAll(found, instead), reply.text);
	return {
		method: asked.method,
		path: normalPath(asked.path, names),
		status: reply.status,
		contentType: reply.headers.get('content-type'),
		body: reply.json === null ? text : normalValue(JSON.parse(text), '', names),
	};
}

function normalPath(path: string, names: Names): string {
	const [place = '', query] = path.split('?', 2);
	const words = query === undefined ? [] : [...new URLSearchParams(query)].map(([name, value]) => `${name}=${value.replace(/"\d+"/g, '"N"')}`);
	const whole = [numberless(place), ...words].join(' ');
	return names.renamed.reduce((done, [found, instead]) => done.replaceAll(found, instead), whole).replace(FIELD, (key) => names.fields.get(key) ?? 'customField');
}

/** Ids in an address become N, also those of a filter; the version of the API and page numbers stay. */
function numberless(href: string): string {
	return href.replace(/(?<=[/-])\d+(?=[/?#.-]|$)/g, 'N').replace(/(?<=%22|%5D=)\d+/g, 'N');
}

function normalValue(value: Json, name: string, names: Names): Json {
	if (Array.isArray(value)) return value.map((element) => normalValue(element, name, names));
	if (value !== null && typeof value === 'object') return normalObject(value, names);
	if (typeof value === 'number') return name === 'id' ? 1 : value;
	if (typeof value !== 'string') return value;
	if (TIME.test(value)) return '2026-01-01T00:00:00.000Z';
	if (name === 'avatar') return 'https://example.com/avatar';
	const plain = value.replace(FIELD, (key) => names.fields.get(key) ?? 'customField').replace(NUMBERED, 'conformance$1N');
	return name === 'href' ? numberless(plain) : plain;
}

/** Whether an object is a person or a group, or a link to one. */
function isSomebody({ _type, href }: Json): boolean {
	return ['User', 'Group', 'PlaceholderUser'].includes(_type) || /^\/api\/v3\/(users|groups|placeholder_users)\//.test(String(href));
}

function normalObject(object: Json, names: Names): Json {
	const somebody = isSomebody(object);
	const entries: [string, Json][] = [];
	for (const [key, value] of Object.entries(object)) {
		const kept = /^customField\d+$/.test(key) ? names.fields.get(key) : key;
		if (somebody && NAMES.has(key) && typeof value === 'string') entries.push([key, 'somebody']);
		else if (kept !== undefined) entries.push([kept, normalValue(value, key, names)]);
	}
	return Object.fromEntries(entries);
}
