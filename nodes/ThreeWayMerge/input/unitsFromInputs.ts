import type { IExecuteFunctions } from 'n8n-workflow';
import { ConfigurationError } from '../../../src/errors';
import { matchRecords, type RecordSource } from '../../../src/merge';
import type { JsonObject } from '../../../src/record';
import type { MergeUnits } from './mergeUnits';
import { plainValue } from './plainValue';
import type { MergeNodeSettings } from './settings';

/** Reads the inputs and brings together the items of each key. Throws a ConfigurationError for an input that is missing or suspiciously empty. */
export function unitsFromInputs(context: IExecuteFunctions, settings: MergeNodeSettings): MergeUnits {
	const sources: RecordSource[] = ['local', 'remote', ...(settings.hasBase ? (['base'] as const) : []), ...(settings.useAuthority ? (['authority'] as const) : [])];
	const inputOf = new Map(sources.map((source, input) => [source, input]));
	const records = new Map(sources.map((source, input) => [source, recordsOf(context, input)]));
	refuseMissing(context, settings, inputOf);
	refuseEmpty(settings, records);
	const { groups, problems } = matchRecords(Object.fromEntries(records), settings.keyFields, settings.keyRules);
	const placed = (source: RecordSource, item: number) => ({ item, input: inputOf.get(source) as number });
	const recordAt = (source: RecordSource, place: number | undefined): JsonObject | null => (place === undefined ? null : (records.get(source)?.[place] ?? null));
	return {
		units: groups.map(({ key, places }) => ({
			key,
			sides: {
				local: recordAt('local', places.get('local')),
				remote: recordAt('remote', places.get('remote')),
				base: settings.hasBase ? recordAt('base', places.get('base')) : undefined,
				authority: recordAt('authority', places.get('authority')),
			},
			pairedItem: [...places].map(([source, place]) => placed(source, place)),
		})),
		problems: problems.map(({ source, places, message }) => ({ message, pairedItem: places.map((place) => placed(source, place)) })),
	};
}

function recordsOf(context: IExecuteFunctions, input: number): readonly JsonObject[] {
	return itemsOf(context, input).map(({ json }) => plainValue(json) as JsonObject);
}

/** n8n throws for an input that nothing has come to. */
function itemsOf(context: IExecuteFunctions, input: number): ReturnType<IExecuteFunctions['getInputData']> {
	try {
		return context.getInputData(input) ?? [];
	} catch {
		return [];
	}
}

/** A Base or an Authority that nothing came from was most likely forgotten: it makes every difference a conflict. */
function refuseMissing(context: IExecuteFunctions, settings: MergeNodeSettings, inputOf: ReadonlyMap<RecordSource, number>): void {
	if (settings.allowEmpty || hasSilentParent(context, inputOf.size)) return;
	if (settings.hasBase && itemsOf(context, inputOf.get('base') as number).length === 0) {
		throw new ConfigurationError('Nothing came to the input Base. Connect what both sides last agreed on, or set Base to None; if there is nothing agreed yet, turn on Options > Allow Empty Inputs.');
	}
	if (settings.useAuthority && itemsOf(context, inputOf.get('authority') as number).length === 0) {
		throw new ConfigurationError('Nothing came to the input Authority. Connect the third source, or turn Use Authority off; if it rightly has no items, turn on Options > Allow Empty Inputs.');
	}
}

/** Whether a node is connected that no items came from: n8n does not say which input is connected, but an input without items is then one that simply has none. */
function hasSilentParent(context: IExecuteFunctions, inputCount: number): boolean {
	const sources: ReadonlyArray<{ readonly previousNode: string } | null | undefined> = context.getExecuteData().source?.['main'] ?? [];
	const heard = new Set(sources.flatMap((source, input) => (input < inputCount && source !== null && source !== undefined && itemsOf(context, input).length > 0 ? [source.previousNode] : [])));
	return context.getParentNodes(context.getNode().name, { connectionType: 'main', depth: 1 }).some(({ name }) => !heard.has(name));
}

/** An empty side against a base that is not empty says that everything was deleted. A failed or filtered query says the same. */
function refuseEmpty({ allowEmpty }: MergeNodeSettings, records: ReadonlyMap<RecordSource, readonly JsonObject[]>): void {
	const agreed = records.get('base')?.length ?? 0;
	if (allowEmpty || agreed === 0) return;
	for (const [source, name] of [['local', 'Local'], ['remote', 'Remote']] as const) {
		if (records.get(source)?.length !== 0) continue;
		throw new ConfigurationError(`${name} gave no items while Base has ${agreed}, so all of them would count as deleted. Look at the node before ${name}; if they were really deleted, turn on Options > Allow Empty Inputs.`);
	}
}
