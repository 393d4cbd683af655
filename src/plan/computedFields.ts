import type { CompiledField } from '../mapping';
import type { FieldView } from './fieldView';
import type { LinkView, PlanRules } from './types';

/**
 * What becomes of a field whose remote value OpenProject works out by itself:
 * - `carry`: it is merged as any other.
 * - `put_back`: the table's value counts; the remote one gives way to it.
 * - `leave`: neither side is written; each keeps what it has.
 */
export type ComputedRule = 'carry' | 'put_back' | 'leave';

export function isComputed(field: CompiledField, link: Pick<LinkView, 'computed'>): boolean {
	return field.remote.some((property) => link.computed.includes(property));
}

/**
 * A value that nobody chose is never written over a value that somebody did. Where the agreed value was worked out as well
 * (`followed`) the table has none of its own, and goes on following until somebody edits it. A title that OpenProject makes
 * up cannot be written there at all; dates can, where the pair keeps the table's.
 */
export function computedRule(view: Pick<FieldView, 'field' | 'localChanged'>, link: Pick<LinkView, 'computed' | 'followed'>, rules: Pick<PlanRules, 'keepsDates'>): ComputedRule {
	if (!isComputed(view.field, link)) return 'carry';
	const follows = link.followed.includes(view.field.name) && !view.localChanged;
	if (view.field.remote.includes('subject')) return follows ? 'carry' : 'leave';
	return follows || !rules.keepsDates ? 'carry' : 'put_back';
}
