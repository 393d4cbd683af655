import type { Json } from '../../record';
import { mergeField } from '../mergeField';
import type { FieldMerge, MergeSettings, PolicyKind, PolicySpec } from '../types';
import type { Sides } from '../value/mergeValue';

/** Policies that pick a side whatever it has: the only ones that can choose between a value and its absence. */
const CHOOSE_A_SIDE: ReadonlySet<PolicyKind> = new Set(['local_wins', 'remote_wins', 'newest_wins', 'priority', 'manual']);

/** A field that one side removed and the other changed. `value` is a list of one, or empty for absent. */
export function mergePresence(name: string, sides: Sides, policies: readonly PolicySpec[], settings: MergeSettings): FieldMerge {
	const wrapped = (value: Json | undefined): Json => (value === undefined ? [] : [value]);
	const merge = mergeField(
		{
			name,
			base: wrapped(sides.base),
			local: wrapped(sides.local),
			remote: wrapped(sides.remote),
			localChanged: true,
			remoteChanged: true,
			owner: 'both',
			policies: policies.filter(({ kind }) => CHOOSE_A_SIDE.has(kind)),
			group: null,
		},
		settings,
	);
	return merge.status === 'conflicted' ? { ...merge, kind: 'delete_versus_update' } : merge;
}
