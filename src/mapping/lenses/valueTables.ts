import { ConfigurationError } from '../../errors';
import { isEqualJson } from '../../record';
import type { Json, JsonObject } from '../../record';

/** The two tables of a value map, checked, with forgiving look-up: exactly, else trimmed and without regard to case. */
export interface ValueTables {
	/** The local representative of a local value; undefined where it has no entry. */
	canonicalOfLocal(value: Json): Json | undefined;
	canonicalOfRemote(value: Json): Json | undefined;
	remoteOf(canonical: Json): Json | undefined;
}

/**
 * Checks that going to the other side and back twice is the same as once. Throws a ConfigurationError naming the values
 * where an entry is missing or leads elsewhere.
 */
export function compileValueTables(spec: { readonly toRemote: JsonObject; readonly toLocal: JsonObject }, fieldName: string): ValueTables {
	for (const table of ['toRemote', 'toLocal'] as const) {
		const entries = spec[table] as unknown;
		if (typeof entries !== 'object' || entries === null || Array.isArray(entries) || Object.keys(entries).length === 0) {
			throw new ConfigurationError(`The value map of field '${fieldName}' has no table '${table}'. Give an object of values, e.g. { "To Do": "New" }.`);
		}
	}
	const toRemote = lookUp(spec.toRemote);
	const toLocal = lookUp(spec.toLocal);
	refuseWandering(spec, toRemote, toLocal, fieldName);
	const back = (remote: Json | undefined): Json | undefined => (remote === undefined ? undefined : toLocal(remote));
	return {
		canonicalOfLocal: (value) => back(toRemote(value)),
		canonicalOfRemote: toLocal,
		remoteOf: toRemote,
	};
}

type LookUp = (value: Json) => Json | undefined;

function lookUp(table: JsonObject): LookUp {
	const exact = new Map(Object.entries(table));
	const folded = new Map<string, Json | null>();
	const doubtful = new Set<string>();
	for (const [key, value] of exact) {
		const fold = foldCase(key);
		const earlier = folded.get(fold);
		// Two spellings that mean different things: then only the exact ones count.
		if (earlier !== undefined && !isEqualJson(earlier, value)) doubtful.add(fold);
		folded.set(fold, value);
	}
	return (value) => {
		const key = keyOf(value);
		if (key === undefined) return undefined;
		const found = exact.get(key);
		if (found !== undefined) return found;
		const fold = foldCase(key);
		return doubtful.has(fold) ? undefined : folded.get(fold);
	};
}

function keyOf(value: Json): string | undefined {
	switch (typeof value) {
		case 'string': return value;
		case 'number':
		case 'boolean': return String(value);
		default: return undefined;
	}
}

function foldCase(text: string): string {
	return text.trim().toLowerCase();
}

function refuseWandering(spec: { readonly toRemote: JsonObject; readonly toLocal: JsonObject }, toRemote: LookUp, toLocal: LookUp, fieldName: string): void {
	for (const [local, remote] of Object.entries(spec.toRemote)) {
		if (toLocal(remote) !== undefined && isScalar(toLocal(remote))) continue;
		throw new ConfigurationError(`The value map of field '${fieldName}' turns '${local}' into ${JSON.stringify(remote)} for OpenProject, but has no way back for ${JSON.stringify(remote)}. Add it to 'toLocal'.`);
	}
	for (const [remote, local] of Object.entries(spec.toLocal)) {
		const forth = toRemote(local);
		if (forth === undefined) {
			throw new ConfigurationError(`The value map of field '${fieldName}' turns '${remote}' of OpenProject into ${JSON.stringify(local)}, but has no entry for ${JSON.stringify(local)} in 'toRemote'. Add it.`);
		}
		const again = toLocal(forth);
		if (again !== undefined && isEqualJson(again, local)) continue;
		throw new ConfigurationError(`The value map of field '${fieldName}' does not come to rest: '${remote}' becomes ${JSON.stringify(local)}, that becomes ${JSON.stringify(forth)}, and that ${JSON.stringify(again ?? null)}. Make ${JSON.stringify(forth)} come back as ${JSON.stringify(local)}.`);
	}
}

function isScalar(value: Json | undefined): boolean {
	return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
}
