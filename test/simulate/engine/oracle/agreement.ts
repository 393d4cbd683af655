import type { WorkPackageView } from '../../../../sandbox/openproject';
import type { PairConfiguration } from '../../../../src/run';
import type { Chronicle } from './chronicle';
import type { Evidence, LinkState, TaskFields } from './index';
import { agree, FIELD_OF, FIELDS, localValue, remoteValue } from './words';
import type { Field } from './words';

/** E1: both sides agree, but for what is reported as open; and whatever is reported as open is so in truth. */
export function disagreements(evidence: Evidence, configuration: PairConfiguration, chronicle: Chronicle, when: string, hiddenOnce: ReadonlySet<string>): readonly string[] {
	const found: string[] = [];
	const { rows, packages, links, last } = evidence;
	if (last === null) return found;
	const living = links.filter(({ state }) => state !== 'tombstone');
	const taken = new Set<number>();
	for (const row of rows) {
		const link = living.find(({ localKey }) => localKey === row.id) ?? null;
		const one = packages.find(({ id }) => String(id) === link?.remoteId) ?? null;
		if (one !== null) taken.add(one.id);
		if (link !== null && one !== null) found.push(...differences({ row, one, link, evidence, chronicle, when, hiddenOnce }));
		else if (!mayBeAlone({ side: 'local', id: row.id, link, links, evidence, configuration, chronicle })) found.push(`E1 ${when}: row ${row.id} (${row.title}) has no work package; its links: ${JSON.stringify(links.filter(({ localKey }) => localKey === row.id))}`);
	}
	for (const one of packages) {
		if (taken.has(one.id) || one.project === 'elsewhere') continue;
		// As with parents below: where the totals happen to be equal, it is the next complete comparison that notices it is back.
		if (when === 'after two runs' && hiddenOnce.has(String(one.id))) continue;
		const link = living.find(({ remoteId }) => remoteId === String(one.id)) ?? null;
		if (!mayBeAlone({ side: 'remote', id: String(one.id), link, links, evidence, configuration, chronicle })) found.push(`E1 ${when}: work package ${one.id} (${one.subject}) has no row; its links: ${JSON.stringify(links.filter(({ remoteId }) => remoteId === String(one.id)))}`);
	}
	return found;
}

interface Couple {
	readonly row: TaskFields;
	readonly one: WorkPackageView;
	readonly link: LinkState;
	readonly evidence: Evidence;
	readonly chronicle: Chronicle;
	readonly when: string;
	readonly hiddenOnce: ReadonlySet<string>;
}

function differences({ row, one, link, evidence, chronicle, when, hiddenOnce }: Couple): readonly string[] {
	const { conflicts = [], failures = [] } = evidence.last ?? {};
	if (link.state !== 'live') {
		const isOut = one.project === 'elsewhere';
		const isUnnoticed = when === 'after two runs' && hiddenOnce.has(String(one.id));
		return isUnnoticed || (isOut && (link.state === 'out_of_scope' || link.state === 'vanished')) ? [] : [`E1 ${when}: link ${link.id} is ${link.state}, and both records are there`];
	}
	if (conflicts.some((conflict) => conflict.link === link.id && FIELD_OF[conflict.field] === undefined)) return [];
	const excused = new Set<Field>();
	for (const conflict of conflicts) if (conflict.link === link.id) for (const name of conflict.field.split(',')) excused.add(FIELD_OF[name] as Field);
	for (const failure of failures) if (failure.link === link.id) for (const field of failure.fields.length === 0 ? FIELDS : failure.fields.map((name) => FIELD_OF[name] as Field)) excused.add(field);
	for (const { field } of link.unresolved ?? []) excused.add(FIELD_OF[field] as Field);
	// What was out of sight and shows itself again moves no time, so its children's parent is seen at the next complete comparison, within a day.
	if (hiddenOnce.size > 0 && when === 'after two runs') excused.add('parent');
	// A parent that answers 404 may be out of sight, and OpenProject shows no parent to its children then: the row keeps it, where its
	// former work package was replaced by a new one until the next complete comparison.
	if (one.parentId === null && evidence.links.some(({ localKey, state, goneSide }) => localKey === row.parent && (state === 'vanished' || (when === 'after two runs' && goneSide === 'remote')))) excused.add('parent');
	// Stamped by a clock that was behind while no run got through, an edit lies before what has been read: the daily comparison finds it.
	if (when === 'after two runs' && wasStampedEarly(chronicle, one)) return [];
	const found: string[] = [];
	for (const field of FIELDS) {
		const [here, there] = [localValue(row, field), remoteValue(one, field)];
		const isSame = agree(field, here, there, chronicle);
		if (!isSame && !excused.has(field)) found.push(`E1 ${when}: link ${link.id} ${field}: ${JSON.stringify(here)} here, ${JSON.stringify(there)} there (row ${row.id}, work package ${one.id})`);
		// A conflict that stays open between sides that agree would wait for a decision nobody has to take.
		if (isSame && conflicts.some((conflict) => conflict.link === link.id && FIELD_OF[conflict.field] === field)) found.push(`E1 ${when}: link ${link.id} ${field}: a conflict is open though both sides hold ${JSON.stringify(here)}`);
	}
	return found;
}

function wasStampedEarly(chronicle: Chronicle, { id }: WorkPackageView): boolean {
	return chronicle.of('remote', String(id)).some((change) => change.new !== null && Date.parse((change.new as WorkPackageView).updatedAt) < change.moment - 60_000);
}

interface Single {
	readonly side: 'local' | 'remote';
	readonly id: string;
	readonly link: LinkState | null;
	readonly links: readonly LinkState[];
	readonly evidence: Evidence;
	readonly configuration: PairConfiguration;
	readonly chronicle: Chronicle;
}

/** A record without partner is right where its partner was deleted by somebody, or where it is reported as failing or in conflict. */
function mayBeAlone({ side, id, link, links, evidence, chronicle }: Single): boolean {
	const { conflicts = [], failures = [] } = evidence.last ?? {};
	const own = links.filter((one) => (side === 'local' ? one.localKey : one.remoteId) === id);
	const ids = new Set(own.map((one) => one.id));
	if (conflicts.some((conflict) => ids.has(conflict.link)) || failures.some((failure) => failure.link !== null && ids.has(failure.link))) return true;
	const other = side === 'local' ? 'remote' : 'local';
	const ends = chronicle.partners(side, id).flatMap((partner) => chronicle.of(other, partner).filter((change) => change.new === null));
	// What becomes of a work package in another project is not looked at; its row is set aside until it is back.
	if (link !== null && link.state === 'out_of_scope') return ends.some(({ old }) => old !== null && 'project' in old && old.project === 'elsewhere');
	return ends.length > 0;
}
