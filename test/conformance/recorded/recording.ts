import { readFileSync, writeFileSync } from 'node:fs';
import type { Json } from '../client';
import { normalise, type Names, type RecordedExchange } from './normalise';
import type { Recorder } from './recorder';

/** What one server answered to all checks. */
export interface Recording {
	readonly version: string;
	/** YYYY-MM-DD */
	readonly date: string;
	/** What kind of server it was. */
	readonly source: string;
	/** By the id of the check. */
	readonly checks: Readonly<Record<string, readonly RecordedExchange[]>>;
}

/** Objects from this length on are written once where they repeat. */
const SHARED_LENGTH = 200;

/** What was recorded, ready to be written or compared. */
export function recordingOf(recorder: Recorder, names: Names, about: Omit<Recording, 'checks'>): Recording {
	return { ...about, checks: Object.fromEntries([...recorder.exchanges].map(([id, exchanges]) => [id, exchanges.map((exchange) => normalise(exchange, names))])) };
}

/** Writes a recording, one answer a line; parts that repeat are written once, under `shared`. */
export function writeRecording(path: string, { checks, ...about }: Recording): void {
	const shared = new SharedParts();
	shared.count(checks);
	const packed = Object.entries(checks).map(([id, exchanges]) => `${JSON.stringify(id)}: [\n${exchanges.map((exchange) => JSON.stringify(shared.pack(exchange))).join(',\n')}\n]`);
	const parts = shared.parts.map((part) => JSON.stringify(part)).join(',\n');
	writeFileSync(path, `{\n"about": ${JSON.stringify(about)},\n"shared": [\n${parts}\n],\n"checks": {\n${packed.join(',\n')}\n}\n}\n`);
}

/** Reads what `writeRecording` wrote. */
export function readRecording(path: string): Recording {
	const { about, shared, checks } = JSON.parse(readFileSync(path, 'utf8'));
	const unpack = (value: Json): Json => {
		if (Array.isArray(value)) return value.map(unpack);
		if (value === null || typeof value !== 'object') return value;
		if ('$shared' in value) return unpack(shared[value.$shared]);
		return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, unpack(part)]));
	};
	return { ...about, checks: unpack(checks) };
}

/** Objects that occur more than once. */
class SharedParts {
	/** Objects as written; a part refers to parts before it. */
	readonly parts: Json[] = [];
	private readonly seen = new Map<string, number>();
	private readonly places = new Map<string, number>();

	/** Counts every object within a value. */
	count(value: Json): void {
		if (value === null || typeof value !== 'object') return;
		const text = JSON.stringify(value);
		if (text.length < SHARED_LENGTH) return;
		const times = this.seen.get(text) ?? 0;
		this.seen.set(text, times + 1);
		// Within what was seen before nothing is new.
		if (times > 0 && !Array.isArray(value)) return;
		for (const part of Object.values(value)) this.count(part);
	}

	/** The value with references in the place of objects that occur more than once. */
	pack(value: Json): Json {
		if (value === null || typeof value !== 'object') return value;
		if (Array.isArray(value)) return value.map((element) => this.pack(element));
		const text = JSON.stringify(value);
		if ((this.seen.get(text) ?? 0) < 2) return this.packParts(value);
		const place = this.places.get(text) ?? this.parts.push(this.packParts(value)) - 1;
		this.places.set(text, place);
		return { $shared: place };
	}

	private packParts(object: Json): Json {
		return Object.fromEntries(Object.entries(object).map(([key, part]) => [key, this.pack(part)]));
	}
}
