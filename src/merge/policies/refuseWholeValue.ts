import { wholeValue } from '../text';
import type { PolicyKind, Refusal } from '../types';
import { refuse } from './refuse';

/** Refuses texts that are one value each. */
export function refuseWholeValue(policy: PolicyKind, name: string, texts: Readonly<Record<'base' | 'local' | 'remote', string>>): Refusal | null {
	for (const [source, place] of [['local', 'on the local side'], ['remote', 'on the remote side'], ['base', 'in base']] as const) {
		const kind = wholeValue(texts[source]);
		if (kind !== null) return refuse(policy, `Field '${name}' is ${kind} ${place}, which is taken whole: parts of two values would make one that nobody entered. Pick a policy that chooses a side.`);
	}
	return null;
}
