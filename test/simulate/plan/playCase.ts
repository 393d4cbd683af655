import { compileMapping } from '../../../src/mapping';
import type { FieldMapping, LensContext } from '../../../src/mapping';
import { planLink, settleLink } from '../../../src/plan';
import type { KnownConflict, LinkPlan, LinkView, PlanInput, PlanRules, SideOutcome } from '../../../src/plan';
import type { Json, JsonObject } from '../../../src/record';
import { Random } from '../random';
import { columnOf, drawMapping, drawRecord, kindOf, mirrored, partnerOf, perturb, propertyOf } from './fields';

/** Rounds after which two sides that nobody edits have to be at rest. */
const ROUNDS = 3;
const MINUTE = 60_000;

const nobody: LensContext = {
	linkOfLocal: () => undefined, linkOfRemote: () => undefined, localOfLink: () => undefined, remoteOfLink: () => undefined, remoteUserOf: () => undefined, localUserOf: () => undefined,
};

function rulesFor(fields: readonly FieldMapping[], nowMs: number): PlanRules {
	return {
		mapping: compileMapping(fields, { policies: [{ kind: 'manual' }] }), direction: 'both', noBasePolicies: [{ kind: 'manual' }], deleteRemote: { effect: 'none' }, deleteLocal: { effect: 'none' },
		versusUpdate: 'edit_wins', fieldsWithoutBase: new Set(), keepsDates: true, tieMs: 2 * MINUTE, nowMs,
	};
}

/** One case of the planner: three states that resemble each other, planned and carried out until nothing moves. Answers what did not hold. */
export function playCase(seed: number): readonly string[] {
	const random = new Random(seed);
	const fields = drawMapping(random);
	if (fields.length === 0) return [];
	const rules = rulesFor(fields, 1_800_000_000_000);
	const baseLocal = drawRecord(random, 'local', fields);
	const baseRemote = partnerOf(random, baseLocal, fields);
	const withBase = random.chance(0.9);
	const agreed = (field: FieldMapping): boolean => withBase && random.chance(0.95) && says('local', field.name, baseLocal) === says('remote', field.name, baseRemote);
	const kept = new Set(fields.filter(agreed).map((field) => field.name));
	const only = (record: JsonObject, nameOf: (name: string) => string): JsonObject => Object.fromEntries(fields.filter((field) => kept.has(field.name)).map((field) => [nameOf(field.name), record[nameOf(field.name)] as Json]));
	const edited = (): number | null => random.pick([null, rules.nowMs - random.between(0, 30) * MINUTE]);
	const first: PlanInput = {
		link: {
			id: '1', generation: 1, state: 'live', localKey: '["a"]', remoteId: '11', baseLocal: only(baseLocal, columnOf), baseRemote: only(baseRemote, propertyOf), goneSide: null, pending: ['local', 'remote'],
			bounces: {}, fieldFailures: {}, conflicts: [], localEditedAtMs: edited(), remoteEditedAtMs: edited(), computed: [], followed: [], effect: null,
		},
		local: perturb(random, 'local', baseLocal, fields, 0.4), remote: perturb(random, 'remote', baseRemote, fields, 0.4), context: nobody,
	};
	return [
		...sameWhateverTheOrder(random, first, fields, rules),
		...sameFromTheOtherSide(first, fields, rules),
		...comesToRest(random, first, fields, rules),
	].map((what) => `seed ${seed}: ${what}`);
}

function says(side: 'local' | 'remote', name: string, record: JsonObject): string {
	return kindOf(name).meaning(side, record[side === 'local' ? columnOf(name) : propertyOf(name)] as Json);
}

/** E15, and that neither the order of fields nor that of a record's names matters. */
function sameWhateverTheOrder(random: Random, input: PlanInput, fields: readonly FieldMapping[], rules: PlanRules): readonly string[] {
	const plan = planLink(input, rules);
	const again = JSON.stringify(planLink({ ...input }, rules));
	const shuffledFields = [...fields].sort(() => random.next() - 0.5);
	const shuffled = (record: JsonObject | null): JsonObject | null => (record === null ? null : Object.fromEntries(Object.entries(record).sort(() => random.next() - 0.5)));
	const other = planLink({ ...input, local: shuffled(input.local), remote: shuffled(input.remote), link: { ...input.link, baseLocal: shuffled(input.link.baseLocal) as JsonObject } }, rulesFor(shuffledFields, rules.nowMs));
	const found: string[] = [];
	if (again !== JSON.stringify(plan)) found.push('E15 the same input gave another plan');
	if (sorted(other) !== sorted(plan)) found.push(`the order of fields changes the plan: ${sorted(plan)} and ${sorted(other)}`);
	return found;
}

/** M3 for whole plans. */
function sameFromTheOtherSide(input: PlanInput, fields: readonly FieldMapping[], rules: PlanRules): readonly string[] {
	const { link } = input;
	const turned: PlanInput = {
		...input, local: input.remote, remote: input.local,
		link: { ...link, baseLocal: link.baseRemote, baseRemote: link.baseLocal, localEditedAtMs: link.remoteEditedAtMs, remoteEditedAtMs: link.localEditedAtMs },
	};
	const straight = planLink(input, rules);
	const mirror = planLink(turned, rulesFor(mirrored(fields), rules.nowMs));
	const essence = (plan: LinkPlan, local: 'local' | 'remote'): string => {
		const remote = local === 'local' ? 'remote' : 'local';
		return sorted({
			here: plan[local]?.values ?? null, there: plan[remote]?.values ?? null,
			conflicts: plan.conflicts.map((one) => ({ field: one.field, kind: one.kind, base: one.base, here: one[local], there: one[remote] })),
			settled: plan.settled.map((one) => ({ field: one.field, value: one.value, here: one[local], there: one[remote] })),
			agreements: plan.agreements.map((one) => ({ field: one.field, here: one[local], there: one[remote] })),
		});
	};
	// A value map's canonical words are the local ones on both ways round, so conflicts are compared by what they are about where it takes part.
	const isPlain = fields.every((field) => field.lens.kind !== 'value_map');
	const [a, b] = [essence(straight, 'local'), essence(mirror, 'remote')];
	if (!isPlain) {
		const about = (plan: LinkPlan): string => sorted([plan.conflicts.map((one) => one.field).sort(), plan.settled.map((one) => one.field).sort(), plan.agreements.map((one) => one.field).sort()]);
		return about(straight) === about(mirror) && sorted(straight.local?.values ?? null) === sorted(mirror.remote?.values ?? null) ? [] : [`M3 the sides swapped give another plan: ${sorted(straight)} and ${sorted(mirror)}`];
	}
	return a === b ? [] : [`M3 the sides swapped give another plan: ${a} and ${b}`];
}

/** Plans and carries out until nothing is written; some writes fail on the way, some people decide, some edit. */
function comesToRest(random: Random, first: PlanInput, fields: readonly FieldMapping[], rules: PlanRules): readonly string[] {
	const found: string[] = [];
	let input = first;
	for (let trouble = random.between(0, 3); trouble > 0; trouble -= 1) {
		input = carryOut(random, input, rules, 0.3, found, fields);
		if (random.chance(0.5)) input = { ...input, local: perturb(random, 'local', input.local as JsonObject, fields, 0.2) };
		if (random.chance(0.5)) input = { ...input, remote: perturb(random, 'remote', input.remote as JsonObject, fields, 0.2) };
		input = { ...input, link: { ...input.link, pending: ['local', 'remote'], conflicts: input.link.conflicts.map((one) => (random.chance(0.3) ? { ...one, status: 'resolved' as const, chosen: random.pick([one.local, one.remote]) } : one)) } };
	}
	for (let round = 0; round < ROUNDS; round += 1) input = carryOut(random, input, rules, 0, found, fields);
	const last = planLink(input, rules);
	if (last.local !== null || last.remote !== null) found.push(`M6 a plan that was carried out leaves more to write: ${sorted(last)}`);
	for (const field of fields) {
		const isOpen = input.link.conflicts.some((one) => one.field === field.name && one.status === 'pending_review');
		const isSame = says('local', field.name, input.local as JsonObject) === says('remote', field.name, input.remote as JsonObject);
		if (!isSame && !isOpen) found.push(`E1 ${field.name} differs and no conflict is open: ${JSON.stringify(input.local)} and ${JSON.stringify(input.remote)}`);
		if (isSame && isOpen) found.push(`E1 ${field.name} has an open conflict though both sides say the same`);
	}
	return found;
}

function carryOut(random: Random, input: PlanInput, rules: PlanRules, failing: number, found: string[], fields: readonly FieldMapping[]): PlanInput {
	const plan = planLink(input, rules);
	checkWrites(plan, input, fields, found);
	const outcomeOf = (side: 'local' | 'remote'): SideOutcome => {
		const write = plan[side];
		if (write === null) return { status: 'none' };
		return random.chance(failing) ? { status: 'not_done', pending: 'retry' } : { status: 'done', record: { ...(input[side] as JsonObject), ...write.values } };
	};
	const settled = settleLink(input, plan, { local: outcomeOf('local'), remote: outcomeOf('remote'), refused: [] }, rules);
	const isDone = settled.pending.every((reason) => reason !== 'retry');
	const gone = new Set([...plan.superseded, ...plan.settled.flatMap((one) => (one.resolves !== null && isDone ? [one.resolves] : []))]);
	const open = plan.conflicts.filter((one) => !input.link.conflicts.some((known) => known.field === one.field && !gone.has(known.id)));
	const conflicts: KnownConflict[] = [
		...input.link.conflicts.filter((one) => !gone.has(one.id)),
		...open.map((one): KnownConflict => ({ id: `${one.field}-${random.between(1, 1e9)}`, field: one.field, kind: one.kind, status: 'pending_review', local: one.local, remote: one.remote })),
	];
	const link: LinkView = { ...input.link, baseLocal: settled.baseLocal, baseRemote: settled.baseRemote, bounces: settled.bounces, fieldFailures: settled.fieldFailures, pending: settled.pending, conflicts };
	return { ...input, link, local: settled.local, remote: settled.remote };
}

/** M4: what is written says what the other side says, what base said, or what both together say (a set). M5: what is written over is that side's own base, or is recorded as lost. */
function checkWrites(plan: LinkPlan, input: PlanInput, fields: readonly FieldMapping[], found: string[]): void {
	for (const [side, other] of [['local', 'remote'], ['remote', 'local']] as const) {
		const write = plan[side];
		if (write === null) continue;
		const nameOn = side === 'local' ? columnOf : propertyOf;
		for (const field of fields) {
			const name = nameOn(field.name);
			if (!Object.hasOwn(write.values, name)) continue;
			const written = kindOf(field.name).meaning(side, write.values[name] as Json);
			const there = says(other, field.name, input[other] as JsonObject);
			const isMerged = field.lens.kind === 'set';
			const chosen = plan.settled.some((one) => one.field === field.name);
			if (written !== there && !isMerged && !chosen) found.push(`M4 ${side} ${field.name} was to become ${written}, which the other side does not say: ${there}`);
			const base = side === 'local' ? input.link.baseLocal : input.link.baseRemote;
			const present = says(side, field.name, input[side] as JsonObject);
			const isOwnEdit = base[name] === undefined || kindOf(field.name).meaning(side, base[name]) !== present;
			const isOwned = field.owner === other;
			if (isOwnEdit && !isMerged && !chosen && !isOwned) found.push(`M5 ${side} ${field.name} was edited to ${present}, is to become ${written}, and nothing is recorded`);
		}
	}
}

/** JSON with names sorted and lists of things with a field in that order, so that only contents are compared. */
function sorted(value: unknown): string {
	return JSON.stringify(value, (_, part: unknown) => {
		// Numbers are decimal text in the table and numbers in OpenProject: the one asymmetry there is.
		if (typeof part === 'number') return String(part);
		if (Array.isArray(part)) return part.every((one) => typeof one === 'string') ? [...(part as string[])].sort() : part.every((one) => typeof one === 'object' && one !== null && 'field' in one) ? [...(part as { field: string }[])].sort((a, b) => (a.field < b.field ? -1 : 1)) : part;
		return typeof part === 'object' && part !== null ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1))) : part;
	});
}
