import type { FieldMerge, FieldState } from '../merge';
import { mergeRecord } from '../merge';
import { isEqualJson } from '../record';
import type { Json, JsonObject, Side } from '../record';
import { computedRule, isComputed } from './computedFields';
import { failureSignature } from './failureSignature';
import { viewField } from './fieldView';
import type { FieldView } from './fieldView';
import { isPausing } from './pauseAfter';
import { emptyPlan, parentField, titleOf } from './planParts';
import type {
	FieldAgreement, KnownConflict, LinkPlan, PlanInput, PlannedConflict, PlannedFailure, PlannedWrite, PlanRules, SettledConflict, UnresolvedReference,
} from './types';

type BothSides = PlanInput & { readonly local: JsonObject; readonly remote: JsonObject };

interface Draft {
	readonly local: Array<[string, Json]>;
	readonly remote: Array<[string, Json]>;
	readonly localFields: string[];
	readonly remoteFields: string[];
	readonly agreements: FieldAgreement[];
	readonly conflicts: PlannedConflict[];
	readonly settled: SettledConflict[];
	readonly unresolved: UnresolvedReference[];
	readonly failures: PlannedFailure[];
	readonly followed: string[];
	readonly putBack: string[];
	readonly waiting: string[];
	parentLink: string | null | undefined;
}

/** Plans a link both sides of which exist: three-way merge, field by field, then what each side lacks. */
export function planMerge(input: BothSides, rules: PlanRules): LinkPlan {
	const draft: Draft = {
		local: [], remote: [], localFields: [], remoteFields: [], agreements: [], conflicts: [], settled: [], unresolved: [], failures: [], followed: [], putBack: [], waiting: [],
		parentLink: undefined,
	};
	const views = new Map<string, FieldView>();
	for (const field of rules.mapping.fields) {
		const view = viewField(field, input, rules);
		if (view === null || !isReady(view, draft, input, rules)) continue;
		if (computedRule(view, input.link, rules) === 'leave') leave(view, draft);
		else views.set(field.name, view);
	}
	const putBack = fieldsPutBack(views, input, rules);
	const merged = mergeRecord([...views.values()].map((view) => stateOf(view, putBack)), {
		localEditedAtMs: input.link.localEditedAtMs,
		remoteEditedAtMs: input.link.remoteEditedAtMs,
		tieMs: rules.tieMs,
		noBasePolicies: policiesFor(input, rules),
		valueOf: (side, name) => {
			const view = views.get(name);
			const got = side === 'local' ? view?.gotLocal : view?.gotRemote;
			return got?.status === 'value' ? got.value : undefined;
		},
	});
	for (const unit of unitsOf(views)) placeUnit(unit, merged, draft, input, rules);
	const written = { local: new Set(draft.localFields), remote: new Set(draft.remoteFields) };
	draft.followed.push(...[...views.values()].filter((view) => isComputed(view.field, input.link) && written.local.has(view.field.name)).map((view) => view.field.name));
	draft.putBack.push(...[...putBack].filter((name) => written.remote.has(name) && views.get(name)?.remoteChanged === true));
	const plan = finish(draft, new Set(unitsOf(views).map((unit) => unit.name)), input);
	return { ...plan, title: titleOf(input.local, input.remote, rules.mapping) };
}

/** Who decides where nothing was agreed on: of a record that is a former state of itself, the other side; of one that nobody knows enough about, a person. */
function policiesFor({ link }: BothSides, rules: PlanRules): PlanRules['noBasePolicies'] {
	if (link.older === undefined) return rules.noBasePolicies;
	return link.older === 'unknown' ? [] : [{ kind: link.older === 'remote' ? 'local_wins' : 'remote_wins' }];
}

/** Each side keeps what it has, as its own base: what is seen there later is news again. */
function leave(view: FieldView, draft: Draft): void {
	if (view.localChanged || view.remoteChanged) draft.agreements.push({ field: view.field.name, needs: [], local: view.local, remote: view.remote });
}

/** Fields whose worked out remote value gives way, with all others of their groups: a group has one owner. */
function fieldsPutBack(views: ReadonlyMap<string, FieldView>, input: BothSides, rules: PlanRules): ReadonlySet<string> {
	const names = [...views.values()].filter((view) => computedRule(view, input.link, rules) === 'put_back');
	const groups = new Set(names.map((view) => view.field.group).filter((group) => group !== null));
	return new Set([...views.values()].filter((view) => names.includes(view) || (view.field.group !== null && groups.has(view.field.group))).map((view) => view.field.name));
}

function stateOf(view: FieldView, putBack: ReadonlySet<string>): FieldState {
	const { field } = view;
	return {
		name: field.name,
		base: view.base,
		local: view.gotLocal.status === 'value' ? view.gotLocal.value : null,
		remote: view.gotRemote.status === 'value' ? view.gotRemote.value : null,
		localChanged: view.localChanged,
		remoteChanged: view.remoteChanged,
		owner: putBack.has(field.name) ? 'local' : field.owner,
		policies: field.policies,
		group: field.group,
	};
}

/** Whether the field can be merged now; records why not. */
function isReady(view: FieldView, draft: Draft, input: BothSides, rules: PlanRules): boolean {
	const name = view.field.name;
	const known = input.link.fieldFailures[name];
	if (known !== undefined && known.signature === failureSignature(view) && isPausing(known.nextAttemptAt, rules.nowMs)) {
		draft.failures.push({ fields: [name], side: known.side, code: known.code, message: known.message, isWaiting: true });
		return false;
	}
	const isMoved = view.localChanged || view.remoteChanged;
	for (const side of ['local', 'remote'] as const) {
		const got = side === 'local' ? view.gotLocal : view.gotRemote;
		if (got.status === 'value') continue;
		if (!isMoved) return false;
		if (got.status === 'failed') {
			draft.failures.push({ fields: [name], side, code: 'VALUE_NOT_CARRIED', message: got.message, isWaiting: false });
			return false;
		}
		// Unresolved and not moved, while the other side moved: the other side's edit may replace it.
		const hasOnlyOtherMoved = view.hasBase && view.field.owner !== side && (side === 'local' ? !view.localChanged : !view.remoteChanged);
		if (hasOnlyOtherMoved) continue;
		draft.unresolved.push({ field: name, side, ref: got.ref, value: got.value });
		return false;
	}
	return true;
}

/** Fields that are decided together: a group, or one field alone. */
interface Unit {
	readonly name: string;
	readonly views: readonly FieldView[];
}

function unitsOf(views: ReadonlyMap<string, FieldView>): readonly Unit[] {
	const units = new Map<string, FieldView[]>();
	for (const view of views.values()) {
		const name = view.field.group ?? view.field.name;
		const members = units.get(name);
		if (members === undefined) units.set(name, [view]);
		else members.push(view);
	}
	return [...units].map(([name, members]) => ({ name, views: members }));
}

function canonicalOf(unit: Unit, pick: (view: FieldView) => Json | undefined): Json {
	const first = unit.views[0] as FieldView;
	if (first.field.group === null) return pick(first) ?? null;
	return Object.fromEntries(unit.views.map((view) => [view.field.name, pick(view) ?? null]));
}

function conflictOf(unit: Unit, kind: PlannedConflict['kind']): PlannedConflict {
	return {
		field: unit.name,
		fields: unit.views.map((view) => view.field.name),
		kind,
		base: canonicalOf(unit, (view) => view.base),
		local: canonicalOf(unit, (view) => (view.gotLocal.status === 'value' ? view.gotLocal.value : null)),
		remote: canonicalOf(unit, (view) => (view.gotRemote.status === 'value' ? view.gotRemote.value : null)),
	};
}

function placeUnit(unit: Unit, merged: ReadonlyMap<string, FieldMerge>, draft: Draft, input: BothSides, rules: PlanRules): void {
	const results = unit.views.map((view) => ({ view, result: merged.get(view.field.name) as FieldMerge }));
	const first = results[0]?.result as FieldMerge;
	const draftConflict = conflictOf(unit, first.status === 'conflicted' || first.status === 'resolved' ? first.kind : 'both_changed');
	const stillHolds = (known: KnownConflict): boolean =>
		known.field === unit.name && isEqualJson(known.local, draftConflict.local) && isEqualJson(known.remote, draftConflict.remote);
	const resolution = input.link.conflicts.find((known) => known.status === 'resolved' && stillHolds(known));
	const graph = input.link.conflicts.find((known) => known.status === 'pending_review' && known.kind === 'cycle' && stillHolds(known));
	if (resolution !== undefined && resolution.chosen !== undefined) {
		const chosen = resolution.chosen;
		const valueOf = (view: FieldView): Json => (view.field.group === null ? chosen : ((chosen as JsonObject)[view.field.name] ?? null));
		draft.settled.push({ ...draftConflict, kind: resolution.kind, value: chosen, by: 'person', lost: lostOf(draftConflict, chosen), resolves: resolution.id });
		for (const { view } of results) placeValue(view, valueOf(view), draft, input, rules);
		return;
	}
	if (graph !== undefined || first.status === 'conflicted') {
		draft.conflicts.push(graph === undefined ? draftConflict : { ...draftConflict, kind: 'cycle' });
		return;
	}
	const before = { conflicts: draft.conflicts.length, waiting: draft.waiting.length };
	for (const { view, result } of results) if (result.status !== 'unchanged' && result.status !== 'conflicted') placeValue(view, result.value, draft, input, rules);
	noteParent(results, draft, rules);
	const isPlaced = draft.conflicts.length === before.conflicts && draft.waiting.length === before.waiting;
	if (first.status === 'resolved' && isPlaced) {
		const value = canonicalOf(unit, (view) => (merged.get(view.field.name) as { value: Json }).value);
		draft.settled.push({ ...draftConflict, value, by: first.policy, lost: lostOf(draftConflict, value), resolves: null });
	}
}

function lostOf(conflict: PlannedConflict, value: Json): SettledConflict['lost'] {
	return (['local', 'remote'] as const).filter((side) => !isEqualJson(conflict[side], value)).map((side) => ({ side, value: conflict[side] }));
}

function noteParent(results: ReadonlyArray<{ view: FieldView; result: FieldMerge }>, draft: Draft, rules: PlanRules): void {
	const field = parentField(rules.mapping);
	const parent = results.find(({ view }) => view.field === field);
	if (parent === undefined || parent.result.status === 'conflicted') return;
	if (parent.result.status !== 'unchanged') draft.parentLink = parent.result.value as string | null;
	else if (parent.view.gotLocal.status === 'value') draft.parentLink = parent.view.gotLocal.value as string | null;
}

/** Writes the value to whichever side does not map to it yet, and says what base becomes then. */
function placeValue(view: FieldView, value: Json, draft: Draft, input: BothSides, rules: PlanRules): void {
	const { field } = view;
	const targets = { local: field.lens.put('local', value, input.local, input.context), remote: field.lens.put('remote', value, input.remote, input.context) };
	const needs: Side[] = [];
	const agreed: Record<Side, JsonObject> = { local: view.local, remote: view.remote };
	const writes: Record<Side, JsonObject> = { local: {}, remote: {} };
	for (const side of ['local', 'remote'] as const) {
		const put = targets[side];
		if (put.status === 'failed') {
			draft.failures.push({ fields: [field.name], side, code: 'VALUE_NOT_CARRIED', message: put.message, isWaiting: false });
			return;
		}
		if (put.status === 'unresolved') {
			// The side that gave the value may be the very one whose reference cannot be put back; then it stays as it is.
			const got = side === 'local' ? view.gotLocal : view.gotRemote;
			if (got.status === 'value' && isEqualJson(got.value, value)) continue;
			draft.unresolved.push({ field: field.name, side, ref: put.ref, value: put.value });
			return;
		}
		const present = side === 'local' ? view.local : view.remote;
		const wanted = field.lens.normalise(side, { ...present, ...put.values });
		if (isEqualJson(wanted, present)) continue;
		needs.push(side);
		agreed[side] = wanted;
		writes[side] = put.values;
	}
	if (needs.some((side) => rules.direction !== 'both' && rules.direction !== `to_${side}`)) {
		draft.waiting.push(field.name);
		return;
	}
	for (const side of needs) {
		const bounce = input.link.bounces[field.name]?.[side];
		if (bounce !== undefined && bounce.count >= 2 && isEqualJson(bounce.sent, agreed[side])) {
			draft.conflicts.push(conflictOf({ name: field.name, views: [view] }, 'unstable'));
			return;
		}
	}
	for (const side of needs) {
		draft[side].push(...Object.entries(writes[side]));
		(side === 'local' ? draft.localFields : draft.remoteFields).push(field.name);
	}
	draft.agreements.push({ field: field.name, needs, local: agreed.local, remote: agreed.remote });
}

function finish(draft: Draft, evaluated: ReadonlySet<string>, input: BothSides): LinkPlan {
	const write = (side: Side, values: Array<[string, Json]>, fields: string[], present: JsonObject): PlannedWrite | null => {
		if (values.length === 0) return null;
		const before = Object.fromEntries(values.map(([name]) => [name, present[name] ?? null]));
		return { kind: 'update', fields, values: Object.fromEntries(values), before, reason: `changed in ${side === 'local' ? 'remote' : 'local'}` };
	};
	const raised = new Set(draft.conflicts.map((conflict) => conflict.field));
	// A field that could not be looked at this time (failing, unresolved) keeps its conflict.
	const isDecided = (known: KnownConflict): boolean => known.field === '*' || evaluated.has(known.field);
	// A resolution decided on values that have moved since holds no more; the conflict it was given for may be raised anew.
	const isStillOpen = (known: KnownConflict): boolean => (known.status === 'resolved' ? draft.settled.some((settled) => settled.resolves === known.id) : raised.has(known.field));
	return {
		...emptyPlan(input),
		local: write('local', draft.local, draft.localFields, input.local),
		remote: write('remote', draft.remote, draft.remoteFields, input.remote),
		agreements: draft.agreements,
		conflicts: draft.conflicts,
		settled: draft.settled,
		superseded: input.link.conflicts.filter((known) => !isStillOpen(known) && isDecided(known)).map((known) => known.id),
		unresolved: draft.unresolved,
		failures: draft.failures,
		followed: draft.followed,
		putBack: draft.putBack,
		waiting: draft.waiting,
		parentLink: draft.parentLink,
		title: null,
	};
}
