import type { JsonObject } from '../record';
import { kindOf, OUTCOME_OF } from './kinds';
import { matchRecords } from './matchRecords';
import { compileDifference, NO_FIELDS, type DifferingFields } from './recordDifference';
import { refuseUnknownFields, remarksOn } from './remarks';
import type { Base, Change, DetectSettings, Detection, Finding, Source } from './types';

export interface DetectInput {
	readonly local: readonly JsonObject[];
	readonly remote: readonly JsonObject[];
	readonly base: Base;
	readonly settings: DetectSettings;
}

/** The records of one slot; undefined: there is none. */
interface Records {
	readonly local: JsonObject | undefined;
	readonly remote: JsonObject | undefined;
	/** What each side held when they last agreed: one and the same record where Base is in common words. */
	readonly base: { readonly local: JsonObject; readonly remote: JsonObject } | undefined;
}

/** How records are held against each other; `between` is null where the sides speak different words. */
interface Comparison {
	readonly local: DifferingFields;
	readonly remote: DifferingFields;
	readonly between: DifferingFields | null;
}

interface SideChange {
	readonly change: Change;
	readonly fields: readonly string[];
}

/**
 * What either side did to each record since both last agreed, and where that is a conflict. Linear in the number of
 * records. Findings are in Local's order, then what only Remote has in its order, then what only Base has.
 *
 * Throws BatchSyncErrors: what `matchRecords` throws, `UNKNOWN_FIELD` for a field to compare that no record has,
 * `TOO_DEEP` for values that cannot be compared.
 */
export function detectConflicts({ local, remote, base, settings }: DetectInput): Detection {
	refuseUnknownFields(settings, base.kind === 'links' ? [local, remote] : [local, remote, base.records]);
	const matched = matchRecords({ local, remote, base }, settings);
	const comparison = compileComparison(base, settings);
	const findings: Finding[] = [];
	for (let slot = 0; slot < matched.size; slot += 1) {
		const at = { local: matched.local[slot] as number, remote: matched.remote[slot] as number, base: matched.base[slot] as number };
		const records = { local: local[at.local], remote: remote[at.remote], base: baseAt(base, at.base) };
		// A link that neither side has any more, and of which nothing is known, says nothing.
		if (records.local === undefined && records.remote === undefined && records.base === undefined) continue;
		findings.push(findingOf(records, at, comparison));
	}
	return { findings, setAside: matched.setAside, remarks: [...matched.remarks, ...remarksOn(findings, { local, remote, base }, settings)] };
}

function compileComparison(base: Base, settings: DetectSettings): Comparison {
	if (base.kind === 'links') {
		// Of a link only what was agreed on is compared: a side has many more fields than the sync carries.
		return { local: compileDifference(settings, { keysOf: ['local'], extent: 'first' }), remote: compileDifference(settings, { keysOf: ['remote'], extent: 'first' }), between: null };
	}
	const difference = compileDifference(settings, { keysOf: ['local', 'remote', 'base'] });
	return { local: difference, remote: difference, between: difference };
}

function baseAt(base: Base, position: number): Records['base'] {
	if (position < 0) return undefined;
	if (base.kind === 'links') return base.links[position]?.base ?? undefined;
	const record = base.records[position];
	return record === undefined ? undefined : { local: record, remote: record };
}

function findingOf(records: Records, at: Readonly<Record<Source, number>>, comparison: Comparison): Finding {
	const local = changeOf(records.base?.local, records.local, comparison.local);
	const remote = changeOf(records.base?.remote, records.remote, comparison.remote);
	const conflicting = conflictingFields(records, local, remote, comparison);
	const kind = kindOf(local.change, remote.change, conflicting === 'agrees');
	return {
		outcome: OUTCOME_OF[kind],
		kind,
		localChange: local.change,
		remoteChange: remote.change,
		localFields: local.fields,
		remoteFields: remote.fields,
		conflictingFields: conflicting === 'agrees' ? NO_FIELDS : conflicting,
		reason: null,
		local: at.local,
		remote: at.remote,
		base: at.base,
	};
}

function changeOf(base: JsonObject | undefined, record: JsonObject | undefined, differing: DifferingFields): SideChange {
	if (base === undefined) return { change: record === undefined ? 'unchanged' : 'created', fields: NO_FIELDS };
	if (record === undefined) return { change: 'deleted', fields: NO_FIELDS };
	const fields = differing(base, record);
	return { change: fields.length === 0 ? 'unchanged' : 'updated', fields };
}

/** The fields in which both sides' changes stand against each other; 'agrees' where both made the same of the record. */
function conflictingFields(records: Records, local: SideChange, remote: SideChange, { between }: Comparison): readonly string[] | null | 'agrees' {
	if (local.change === 'unchanged' || remote.change === 'unchanged') return NO_FIELDS;
	if (records.local === undefined || records.remote === undefined) return local.change === 'updated' ? local.fields : remote.fields;
	if (between === null) return null;
	const different = between(records.local, records.remote);
	if (different.length === 0) return 'agrees';
	return local.change === 'created' ? different : different.filter((name) => local.fields.includes(name) && remote.fields.includes(name));
}
