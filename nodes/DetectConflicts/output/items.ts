import type { IDataObject, INodeExecutionData, IPairedItemData } from 'n8n-workflow';
import { compileContentChecksum, type Finding, type Outcome } from '../../../src/detect';
import type { JsonObject } from '../../../src/record';
import { optionsOfRules } from '../../n8n/equalityRules';
import { compileChanges } from './changes';
import { compileKey } from './key';
import { recordsOf, type FoundRecords, type ItemSources } from './sources';

/** Which items go to the output Unchanged. */
export type UnchangedItems = 'all' | 'agreed' | 'none';

/** The node's outputs, in their order. */
export const OUTCOMES: readonly Outcome[] = ['local_changed', 'remote_changed', 'conflict', 'unchanged'];

/** Findings as items by output. Records are handed on as they came, not copied. */
export function itemsOf(findings: readonly Finding[], sources: ItemSources, unchangedItems: UnchangedItems): INodeExecutionData[][] {
	const build = compileItem(sources);
	const outputs = new Map<Outcome, INodeExecutionData[]>(OUTCOMES.map((outcome) => [outcome, []]));
	for (const finding of findings) {
		if (isShown(finding, unchangedItems)) outputs.get(finding.outcome)?.push(build(finding));
	}
	return [...outputs.values()];
}

function isShown({ outcome, kind }: Finding, unchangedItems: UnchangedItems): boolean {
	if (outcome !== 'unchanged' || unchangedItems === 'all') return true;
	return unchangedItems === 'agreed' && kind !== 'unchanged';
}

function compileItem(sources: ItemSources): (finding: Finding) => INodeExecutionData {
	const hasBase = sources.versions === null;
	const keyOf = compileKey(sources);
	const changesOf = compileChanges({ isLinked: sources.base?.kind === 'links', dotNotation: sources.settings.dotNotation });
	const checksumsOf = compileChecksums(sources);
	const isBaseAnInput = sources.source === 'input';
	// Told with each item, so that Three-Way Merge takes for equal what was equal here.
	const compare = optionsOfRules(sources.settings.rules);
	return (finding) => {
		const records = recordsOf(finding, sources);
		const { fields, changes, note } = changesOf(finding, records);
		const json = {
			key: keyOf(finding, records),
			kind: finding.kind,
			...(hasBase ? {} : { reason: finding.reason }),
			fields,
			...(hasBase ? fieldsBySide(finding) : {}),
			changes,
			...(note === null ? {} : { changesNote: note }),
			local: records.local,
			remote: records.remote,
			...(hasBase ? { base: records.base } : checksumsOf(records)),
			...(compare === null ? {} : { compare: { ...compare } }),
		};
		return { json: json as unknown as IDataObject, pairedItem: pairedItemOf(finding, isBaseAnInput) };
	};
}

function fieldsBySide({ localFields, remoteFields, conflictingFields }: Finding): IDataObject {
	return { localFields: [...localFields], remoteFields: [...remoteFields], conflictingFields: conflictingFields === null ? null : [...conflictingFields] };
}

/** The computed checksums, where what was last seen is one: they are what to store after a sync. */
function compileChecksums({ versions, settings }: ItemSources): (records: FoundRecords) => IDataObject {
	if (versions === null || versions.lastSeenChecksum === '' || versions.checksum !== '') return () => ({});
	const compute = compileContentChecksum(settings, versions);
	const sumOf = (record: JsonObject | null): string | null => (record === null ? null : compute(record));
	return ({ local, remote }) => ({ localChecksum: sumOf(local), remoteChecksum: sumOf(remote) });
}

/** The input items a finding is about. What only a link table knows comes from none of them. */
function pairedItemOf({ local, remote, base }: Finding, isBaseAnInput: boolean): IPairedItemData[] {
	const paired: IPairedItemData[] = [];
	if (local >= 0) paired.push({ item: local, input: 0 });
	if (remote >= 0) paired.push({ item: remote, input: 1 });
	if (base >= 0 && isBaseAnInput) paired.push({ item: base, input: 2 });
	return paired;
}
