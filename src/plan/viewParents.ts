import type { Json } from '../record';
import { viewField } from './fieldView';
import { parentField } from './planParts';
import type { PlanInput, PlanRules } from './types';

/** The parent of a link as each side has it, as link ids. */
export interface ParentsView {
	readonly field: string;
	readonly base: Json;
	readonly local: string | null;
	readonly remote: string | null;
	/** Whether a side changed it. */
	readonly isMoved: boolean;
}

/** Where each side hangs a record, for finding cycles that both sides make together. */
export function viewParents(input: PlanInput, rules: PlanRules): ParentsView {
	const field = parentField(rules.mapping);
	const nothing: ParentsView = { field: field?.name ?? 'parent', base: null, local: null, remote: null, isMoved: false };
	if (field === undefined) return nothing;
	const valueOn = (side: 'local' | 'remote'): string | null => {
		const record = input[side];
		if (record === null) return null;
		const got = field.lens.get(side, record, input.context);
		return got.status === 'value' && typeof got.value === 'string' ? got.value : null;
	};
	const { local, remote } = input;
	const view = local === null || remote === null ? null : viewField(field, { ...input, local, remote }, rules);
	return { ...nothing, base: view?.base ?? null, local: valueOn('local'), remote: valueOn('remote'), isMoved: view !== null && (view.localChanged || view.remoteChanged) };
}
