import type { JsonObject, Side } from '../record';
import { otherSide, partOf } from '../record';
import { isComputed } from './computedFields';
import { namesOf } from './fieldView';
import { emptyPlan, parentField, titleOf } from './planParts';
import type { FieldAgreement, LinkPlan, PlanInput, PlannedFailure, PlanRules, UnresolvedReference } from './types';

/**
 * Plans the missing partner of a one-sided record. A value that cannot be carried fails the whole record (a
 * work package must not come up as New because its status had no entry); a reference without partner is left
 * out and recorded, so that it follows when the partner appears.
 */
export function planCreate(from: Side, source: JsonObject, input: PlanInput, rules: PlanRules): LinkPlan {
	const to = otherSide(from);
	const base = emptyPlan(input);
	const title = titleOf(from === 'local' ? source : null, from === 'remote' ? source : null, rules.mapping);
	if (rules.direction === `to_${from}`) return { ...base, title, waiting: ['*'] };
	const draft: Draft = { values: [], fields: [], agreements: [], unresolved: [], failures: [], parentLink: null };
	for (const field of rules.mapping.fields) {
		if (field.owner === to) continue;
		addField(draft, field, from, source, input, rules);
	}
	if (draft.failures.length > 0) return { ...base, title, failures: draft.failures, parentLink: draft.parentLink };
	const write = { kind: 'create' as const, fields: draft.fields, values: Object.fromEntries(draft.values), before: null, reason: `only in ${from}` };
	return {
		...base,
		title,
		[to]: write,
		agreements: draft.agreements,
		unresolved: draft.unresolved,
		followed: from === 'remote' ? rules.mapping.fields.filter((field) => draft.fields.includes(field.name) && isComputed(field, input.link)).map((field) => field.name) : [],
		parentLink: draft.parentLink,
	};
}

interface Draft {
	readonly values: Array<[string, JsonObject[string]]>;
	readonly fields: string[];
	readonly agreements: FieldAgreement[];
	readonly unresolved: UnresolvedReference[];
	readonly failures: PlannedFailure[];
	parentLink: string | null | undefined;
}

function addField(draft: Draft, field: PlanRules['mapping']['fields'][number], from: Side, source: JsonObject, input: PlanInput, rules: PlanRules): void {
	const to = otherSide(from);
	const present = partOf(source, namesOf(field, from));
	const normal = field.lens.normalise(from, present);
	const got = field.lens.get(from, normal, input.context);
	const isParent = field === parentField(rules.mapping);
	if (got.status === 'failed') {
		draft.failures.push({ fields: [field.name], side: from, code: 'VALUE_NOT_CARRIED', message: got.message, isWaiting: false });
		return;
	}
	if (isParent) draft.parentLink = got.status === 'value' ? (got.value as string | null) : undefined;
	const put = got.status === 'value' ? field.lens.put(to, got.value, null, input.context) : got;
	if (put.status === 'failed') {
		draft.failures.push({ fields: [field.name], side: to, code: 'VALUE_NOT_CARRIED', message: put.message, isWaiting: false });
		return;
	}
	const agreed = (target: JsonObject, held: JsonObject): FieldAgreement =>
		to === 'remote' ? { field: field.name, needs: [to], local: held, remote: target } : { field: field.name, needs: [to], local: target, remote: held };
	if (put.status === 'unresolved') {
		draft.unresolved.push({ field: field.name, side: from, ref: put.ref, value: put.value });
		const nothing = field.lens.put(to, null, null, input.context);
		if (nothing.status === 'value') draft.agreements.push(agreed(field.lens.normalise(to, nothing.values), {}));
		return;
	}
	draft.fields.push(field.name);
	for (const [name, value] of Object.entries(put.values)) if (value !== null) draft.values.push([name, value]);
	draft.agreements.push(agreed(field.lens.normalise(to, put.values), normal));
}
