import type { Json } from '../client';
import type { RecordedExchange } from './normalise';

/** Properties whose values are words of the API, and so have to be the same. */
const WORDS = new Set(['_type', 'errorIdentifier', 'attribute', 'location', 'method', 'format', 'templated']);

/** What there is at each path of an answer: kinds of values, and for words of the API the words. */
export type Shape = ReadonlyMap<string, ReadonlySet<string>>;

/** A path at which two answers differ. */
export interface Difference {
	/** Such as '_embedded.elements[].subject', 'status' or 'content type'. */
	readonly path: string;
	readonly recorded: string;
	readonly answered: string;
}

/** Where an answer is not of the shape of the recorded one. Elements of lists are laid one over the other. */
export function differencesOf(recorded: RecordedExchange, answered: RecordedExchange): readonly Difference[] {
	const outside = [difference('status', String(recorded.status), String(answered.status)), difference('content type', String(recorded.contentType), String(answered.contentType))].flat();
	if (outside.length > 0) return outside;
	const [expected, found] = [shapeOf(recorded.body), shapeOf(answered.body)];
	const paths = [...new Set([...expected.keys(), ...found.keys()])].sort();
	return paths
		.filter((path) => !isBelowAny(path, paths, expected, found) && !isVariety(path, expected, found))
		.flatMap((path) => difference(path, kindsAt(expected, path), kindsAt(found, path)));
}

/** The shape of a value. */
export function shapeOf(value: Json): Shape {
	const shape = new Map<string, Set<string>>();
	const add = (path: string, word: string): void => void shape.set(path, (shape.get(path) ?? new Set()).add(word));
	const walk = (part: Json, path: string, name: string): void => {
		add(path, kindOf(part, name));
		if (Array.isArray(part)) part.forEach((element) => walk(element, `${path}[]`, name));
		else if (part !== null && typeof part === 'object') for (const [key, inner] of Object.entries(part)) walk(inner, path === '' ? key : `${path}.${key}`, key);
	};
	walk(value, '', '');
	return shape;
}

/** What lies below something that is missing on one side is not told again. Elements of a list that is empty on one side cannot be compared. */
function isBelowAny(path: string, paths: readonly string[], expected: Shape, found: Shape): boolean {
	return paths.some((other) => {
		if (path === other || !(path.startsWith(`${other}.`) || path.startsWith(`${other}[]`))) return false;
		if (expected.has(other) !== found.has(other)) return true;
		return path.startsWith(`${other}[]`) && (!expected.has(`${other}[]`) || !found.has(`${other}[]`));
	});
}

/** Elements of one list are of more kinds than those of the other: null here and there, for one. Words of the API have to be the same. */
function isVariety(path: string, expected: Shape, found: Shape): boolean {
	const [one, other] = [expected.get(path), found.get(path)];
	if (!path.includes('[]') || WORDS.has(path.split('.').at(-1) ?? '') || one === undefined || other === undefined) return false;
	return [...one].every((kind) => other.has(kind)) || [...other].every((kind) => one.has(kind));
}

function kindsAt(shape: Shape, path: string): string {
	return [...(shape.get(path) ?? ['absent'])].sort().join(' or ');
}

function difference(path: string, recorded: string, answered: string): readonly Difference[] {
	return recorded === answered ? [] : [{ path, recorded, answered }];
}

function kindOf(value: Json, name: string): string {
	if (value === null) return 'null';
	if (Array.isArray(value)) return 'list';
	return WORDS.has(name) && typeof value !== 'object' ? JSON.stringify(value) : typeof value;
}
