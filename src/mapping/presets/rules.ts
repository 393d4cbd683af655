import type { PolicySpec } from '../../merge';
import type { MappingPreset } from './types';

/** Text that cannot be merged goes to a person. */
export const MANUAL: readonly PolicySpec[] = [{ kind: 'manual' }];

/** Who wins, and what becomes of deleted records, in both FLRTS presets: work packages are rejected, never deleted. */
export const FLRTS_RULES: Pick<MappingPreset, 'policies' | 'noBasePolicies' | 'deletePolicy'> = {
	policies: [{ kind: 'newest_wins' }],
	noBasePolicies: MANUAL,
	deletePolicy: {
		remote: { effect: 'status', property: 'status', value: 'Rejected' },
		local: { effect: 'none' },
		versusUpdate: 'edit_wins',
	},
};
