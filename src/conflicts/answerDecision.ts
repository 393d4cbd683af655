import { valueAt } from '../record';
import type { Json, JsonObject } from '../record';
import { choose, type Wish } from './choose';
import type { Decision, DecisionAnswer, ResolvedConflict } from './decideTypes';
import type { OpenRecord, Target } from './findTargets';
import { linkName } from './readKnownLinks';
import type { PairMapping } from './readMappings';
import type { ConflictRow } from './readRows';
import { nameOf, refuse, refuseChanged, refuseSettled } from './refuse';
import type { Refused } from './types';
import { openOf } from './viewOf';

/** What is known where decisions are answered; `rows` are locked. */
export interface Facts {
	readonly rows: ReadonlyMap<string, ConflictRow>;
	/** Conflicts that exist and could not be locked. */
	readonly locked: ReadonlySet<string>;
	/** Open conflicts by link, of the records decided. */
	readonly open: ReadonlyMap<string, OpenRecord>;
	readonly mappings: ReadonlyMap<string, PairMapping>;
	/** What happened last, by link, of records whose view is out of date. */
	readonly lastMoved: ReadonlyMap<string, string>;
	readonly links: ReadonlySet<string>;
}

/** What a decision comes to; `busy` names the conflict to wait for. Pure. */
export function answerDecision(decision: Decision, target: Target, facts: Facts, taken: ReadonlySet<string>): DecisionAnswer | { readonly status: 'busy'; readonly id: string } {
	switch (target.status) {
		case 'refused': return target;
		case 'conflict': return answerConflict(decision, target.id, facts, taken);
		case 'record': return answerRecord(decision, target, facts, taken);
	}
}

function answerConflict(decision: Decision, id: string, facts: Facts, taken: ReadonlySet<string>): ReturnType<typeof answerDecision> {
	if (facts.locked.has(id)) return { status: 'busy', id };
	const row = facts.rows.get(id);
	if (row === undefined) return refuse('NOT_FOUND', `There is no conflict ${id}. Give the number of one, as Get Many shows it.`);
	if (taken.has(id)) return refuse('GIVEN_TWICE', `${nameOf(row)} was given more than once. The first decision holds.`);
	if (row.status !== 'pending_review') return refuseSettled(row);
	if (decision.seen !== undefined && decision.seen !== row.version) return refuseChanged(row);
	return resolve([row], () => decision, facts);
}

function answerRecord(decision: Decision, target: Extract<Target, { status: 'record' }>, facts: Facts, taken: ReadonlySet<string>): ReturnType<typeof answerDecision> {
	const links = target.links.filter((link) => facts.open.has(link));
	const [link] = links;
	const last = target.links.flatMap((one) => facts.lastMoved.get(one) ?? []).at(-1);
	if (link === undefined) return refuse('SETTLED', `The record ${target.name} has no open conflict.${last === undefined ? '' : ` ${last}`}`);
	if (links.length > 1) return refuse('AMBIGUOUS', `${target.name} is the number of a work package and the key of another row, and both have open conflicts. Give the conflicts by their numbers.`);
	const { ids, version } = facts.open.get(link) as OpenRecord;
	const blocked = ids.find((id) => !facts.rows.has(id));
	if (blocked !== undefined) return { status: 'busy', id: blocked };
	if (ids.some((id) => taken.has(id))) return refuse('GIVEN_TWICE', `A conflict of the record ${target.name} was given more than once. The first decision holds.`);
	if (decision.seen !== undefined && decision.seen !== version) return refuse('CHANGED', `The conflicts of the record ${target.name} are not those you saw. ${last ?? ''} Nothing was written; look at them again.`.replace('  ', ' '));
	const rows = ids.map((id) => facts.rows.get(id) as ConflictRow);
	if (decision.choice !== 'custom') return resolve(rows, () => decision, facts);
	const odd = misnamed(decision.value, rows);
	return odd ?? resolve(rows, (row) => ({ choice: 'custom', value: valueAt(decision.value as JsonObject, row.field) }), facts);
}

/** A value for a record names each of its open conflicts, and nothing else. */
function misnamed(value: Json | undefined, rows: readonly ConflictRow[]): Refused | null {
	const fields = rows.map((row) => row.field);
	const given = typeof value === 'object' && value !== null && !Array.isArray(value) ? Object.keys(value) : [];
	const isExact = given.length === fields.length && fields.every((field) => given.includes(field));
	return isExact ? null : refuse('DOES_NOT_FIT', `The values given are for ${given.length === 0 ? 'no field' : given.join(', ')}; open are ${fields.join(', ')}. Give an object with a value for each of these, or decide the conflicts one by one.`);
}

/** All of the conflicts, or none. */
function resolve(rows: readonly ConflictRow[], wishFor: (row: ConflictRow) => Wish, facts: Facts): DecisionAnswer {
	const conflicts: ResolvedConflict[] = [];
	for (const row of rows) {
		const mapping = facts.mappings.get(row.pair);
		const chosen = choose(openOf(row), wishFor(row), mapping?.compiled ?? null);
		const refused = chosen.status === 'refused' ? chosen : refuseUnknownLink(row, wishFor(row), chosen.resolution.chosen, facts);
		if (refused !== null) return { ...refused, reason: `${nameOf(row)}: ${refused.reason}` };
		if (chosen.status === 'refused') continue;
		const { id, link, title, local_key: localKey, remote_id: remoteId, field, kind, base, local, remote } = row;
		conflicts.push({ id, pair: row.pair_name, link, title, localKey, remoteId, field, kind, base, local, remote, resolution: chosen.resolution });
	}
	return { status: 'resolved', reason: whatNext(rows), conflicts };
}

function refuseUnknownLink({ pair, pair_name: name, field, fields }: ConflictRow, { choice }: Wish, chosen: Json, { mappings, links }: Facts): Refused | null {
	if (choice !== 'custom') return null;
	const references = mappings.get(pair)?.references;
	const pointing = fields.filter((one) => references?.has(one)).map((one) => (one === field ? chosen : (valueAt(chosen as JsonObject, one) ?? null)));
	const unknown = pointing.find((value) => value !== null && !links.has(linkName(pair, String(value))));
	return unknown === undefined ? null : refuse('DOES_NOT_FIT', `Pair '${name}' has no record with link '${String(unknown)}'. Give the link of one, as Get Many shows it, or null for none.`);
}

function whatNext([row]: readonly ConflictRow[]): string {
	switch (row?.link_state) {
		case 'held': return 'The record is on hold after an undo: the choice is carried out once Release Links of Batch Sync takes the record up.';
		case 'out_of_scope': return "The record is outside the pair's scope: the choice waits until it is inside again.";
		default: return 'The next run of the pair carries it out, if both sides still hold these values.';
	}
}
