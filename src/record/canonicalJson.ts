import { BatchSyncError } from '../errors';
import type { Json, JsonObject } from './types';

/** A container being written, and how far the writing has come. */
interface Frame {
	readonly container: readonly Json[] | JsonObject;
	/** Sorted keys of an object; null for an array. */
	readonly keys: readonly string[] | null;
	readonly size: number;
	next: number;
}

const ANY_SURROGATE = /[\uD800-\uDFFF]/;
const LONE_SURROGATE = /\p{Surrogate}/u;

/**
 * The one text of a JSON value: keys in order of their UTF-16 code units, no white space, numbers as
 * ECMAScript prints them (RFC 8785). Equal values give equal text. Values of any depth are taken.
 *
 * Throws a BatchSyncError with code `NOT_CANONICAL`, naming the path, for NaN, Infinity, lone surrogates and
 * whatever is not JSON (undefined, Date, Buffer, bigint).
 */
export function canonicalJson(value: Json): string {
	const open: Frame[] = [];
	let text = '';
	let current: Json = value;
	for (;;) {
		if (typeof current === 'object' && current !== null) {
			open.push(frameOf(current, open));
			text += Array.isArray(current) ? '[' : '{';
		} else {
			text += scalarText(current, open);
		}
		for (;;) {
			const frame = open[open.length - 1];
			if (frame === undefined) return text;
			if (frame.next < frame.size) {
				if (frame.next > 0) text += ',';
				if (frame.keys !== null) text += `${stringText(frame.keys[frame.next] as string, open)}:`;
				current = nextValue(frame);
				break;
			}
			text += frame.keys === null ? ']' : '}';
			open.pop();
		}
	}
}

function frameOf(container: readonly Json[] | JsonObject, open: readonly Frame[]): Frame {
	if (Array.isArray(container)) return { container, keys: null, size: container.length, next: 0 };
	const tag = Object.prototype.toString.call(container);
	if (tag !== '[object Object]') throw refusal(open, `${tag.slice(8, -1)} is not JSON`, 'Turn it into text or a plain object first.');
	const keys = Object.keys(container).sort();
	return { container, keys, size: keys.length, next: 0 };
}

function nextValue(frame: Frame): Json {
	const index = frame.next;
	frame.next += 1;
	return frame.keys === null ? (frame.container as readonly Json[])[index] as Json : (frame.container as JsonObject)[frame.keys[index] as string] as Json;
}

function scalarText(value: null | boolean | number | string, open: readonly Frame[]): string {
	switch (typeof value) {
		case 'string': return stringText(value, open);
		case 'number':
			if (Number.isFinite(value)) return JSON.stringify(value);
			throw refusal(open, `${value} is not a JSON number`, 'Use null, or text.');
		case 'boolean': return value ? 'true' : 'false';
		case 'object': return 'null';
		default: throw refusal(open, `${typeof (value as unknown)} is not JSON`, 'Leave the key out, or use null or text.');
	}
}

function stringText(text: string, open: readonly Frame[]): string {
	if (ANY_SURROGATE.test(text) && LONE_SURROGATE.test(text)) {
		throw refusal(open, `The text ${JSON.stringify(text.slice(0, 40))} holds half of a surrogate pair, which is no character`, 'Remove it.');
	}
	return JSON.stringify(text);
}

/** The place being written is where each open container stands. */
function refusal(open: readonly Frame[], problem: string, remedy: string): BatchSyncError {
	const steps = open.filter((frame) => frame.next > 0).map((frame) => (frame.keys === null ? `[${frame.next - 1}]` : `.${frame.keys[frame.next - 1]}`));
	const path = `$${steps.slice(0, 20).join('')}${steps.length > 20 ? '…' : ''}`.replace(/\p{Surrogate}/gu, '\uFFFD');
	return new BatchSyncError('NOT_CANONICAL', `Cannot write ${path} as canonical JSON: ${problem}. ${remedy}`, { data: { path } });
}
