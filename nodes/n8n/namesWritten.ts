import type { PairConfiguration } from '../../src/run';
import type { Json } from '../../src/record';

/**
 * The names a pair would write to OpenProject, by property: the target words of its value maps, and what its
 * deletions set. OpenProject must know every one of them; a misspelt status is found before anything is written.
 */
export function namesWritten(pair: Pick<PairConfiguration, 'fields' | 'deletePolicy'>): Readonly<Record<string, readonly string[]>> {
	const names = new Map<string, Set<string>>();
	const add = (property: string, value: Json): void => {
		if (typeof value === 'string') names.set(property, (names.get(property) ?? new Set()).add(value));
	};
	for (const field of pair.fields) {
		const [property] = field.remote;
		if (field.lens.kind !== 'value_map' || property === undefined || field.owner === 'remote') continue;
		for (const value of Object.values(field.lens.toRemote)) add(property, value);
	}
	const { remote } = pair.deletePolicy;
	if (remote.effect === 'status') add(remote.property, remote.value);
	return Object.fromEntries([...names].map(([property, values]) => [property, [...values]]));
}
