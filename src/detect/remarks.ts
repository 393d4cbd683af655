import { closestNames } from '../closestNames';
import { BatchSyncError } from '../errors';
import type { JsonObject } from '../record';
import { fieldReader } from './fieldReader';
import { fieldNamesOf } from './refuseKeys';
import type { Base, DetectSettings, Finding } from './types';

type RecordLists = ReadonlyArray<readonly JsonObject[]>;

/** Throws a BatchSyncError with code `UNKNOWN_FIELD` where a field to compare is in no record at all: a slip of the pen would look like agreement. */
export function refuseUnknownFields(settings: DetectSettings, lists: RecordLists): void {
	if (settings.fields.kind !== 'only') return;
	for (const name of settings.fields.names) refuseUnknownName(name, lists, settings.dotNotation);
}

/** The same for one name. Nothing is known, and nothing refused, where there are no records. */
export function refuseUnknownName(name: string, lists: RecordLists, dotNotation: boolean): void {
	if (lists.every((list) => list.length === 0) || isAnywhere(name, lists, dotNotation)) return;
	const known = [...new Set(lists.flatMap(fieldNamesOf))];
	const closest = closestNames(name, known);
	throw new BatchSyncError('UNKNOWN_FIELD', `No item has the field '${name}'. ${closest.length > 0 ? `Closest: ${closest.join(', ')}.` : `There are: ${known.slice(0, 10).join(', ')}${known.length > 10 ? ', …' : ''}.`}`, { data: { field: name } });
}

/** What looks odd about a detection, in sentences for people. */
export function remarksOn(findings: readonly Finding[], { local, remote, base }: { readonly local: readonly JsonObject[]; readonly remote: readonly JsonObject[]; readonly base: Base | null }, settings: DetectSettings): string[] {
	const known = base === null ? 0 : base.kind === 'links' ? base.links.length : base.records.length;
	const remarks: string[] = [];
	if (base !== null && known === 0 && local.length + remote.length > 0) remarks.push('Base is empty, so every record counts as created.');
	for (const [name, list] of [['Local', local], ['Remote', remote]] as const) {
		if (known > 0 && list.length === 0) remarks.push(`${name} gave no items, so all ${known} records of Base count as deleted there. Make sure that is so before anything is deleted.`);
	}
	return [...remarks, ...unknownExceptions(settings, base?.kind === 'records' ? [local, remote, base.records] : [local, remote]), ...everDiffering(findings)];
}

function unknownExceptions({ fields, dotNotation }: DetectSettings, lists: RecordLists): string[] {
	if (fields.kind !== 'except' || lists.every((list) => list.length === 0)) return [];
	const unknown = fields.names.filter((name) => !isAnywhere(name, lists, dotNotation));
	return unknown.length === 0 ? [] : [`No item has the field${unknown.length === 1 ? '' : 's'} ${unknown.map((name) => `'${name}'`).join(', ')}, so leaving ${unknown.length === 1 ? 'it' : 'them'} out changes nothing.`];
}

function isAnywhere(name: string, lists: RecordLists, dotNotation: boolean): boolean {
	const read = fieldReader(name, dotNotation);
	return lists.some((list) => list.some((record) => read(record) !== undefined));
}

/** A field that differs in every record both sides have is more often a field that one side words differently, or lacks, than an edit. */
function everDiffering(findings: readonly Finding[]): string[] {
	const counts = new Map<string, number>();
	let shared = 0;
	for (const { local, remote, localFields, remoteFields, conflictingFields } of findings) {
		if (local < 0 || remote < 0) continue;
		shared += 1;
		if (localFields.length + remoteFields.length + (conflictingFields?.length ?? 0) === 0) continue;
		for (const name of new Set([...localFields, ...remoteFields, ...(conflictingFields ?? [])])) counts.set(name, (counts.get(name) ?? 0) + 1);
	}
	if (shared < 3) return [];
	const names = [...counts].filter(([, count]) => count === shared).map(([name]) => `'${name}'`);
	return names.length === 0 ? [] : [`${names.slice(0, 10).join(', ')}${names.length > 10 ? ', …' : ''} differ${names.length === 1 ? 's' : ''} in each of the ${shared} records that both sides have. If only one side has it, or the sides write it differently, leave it out under Compare or look at Options.`];
}
