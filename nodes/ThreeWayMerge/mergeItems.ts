import type { IExecuteFunctions, INodeExecutionData, IPairedItemData } from 'n8n-workflow';
import { BatchSyncError } from '../../src/errors';
import { mergeRecordSides, refuseCycles, type RecordOutcome, type RecordRules } from '../../src/merge';
import { toNodeError } from '../n8n/toNodeError';
import { checkFieldNames } from './input/checkFieldNames';
import type { MergeUnit, MergeUnits } from './input/mergeUnits';
import { readSettings, type MergeNodeSettings } from './input/settings';
import { compileRulesOfUnit } from './input/rulesOfUnit';
import { unitsFromInputs } from './input/unitsFromInputs';
import { unitsFromItems } from './input/unitsFromItems';
import { itemOfOutcome, itemOfProblem } from './output/items';

/**
 * Merges all records and lays them on the two outputs. What makes no sense stops the node, or becomes an item of its own on the first output where the
 * node continues on failure.
 */
export function mergeItems(context: IExecuteFunctions): INodeExecutionData[][] {
	const merged: INodeExecutionData[] = [];
	const unresolved: INodeExecutionData[] = [];
	const fail = (thrown: unknown, pairedItem: IPairedItemData[]): void => {
		const error = toNodeError(context.getNode(), thrown, pairedItem[0]?.item ?? 0);
		if (!context.continueOnFail()) throw error;
		merged.push(itemOfProblem(error.message, pairedItem));
	};
	try {
		const settings = readSettings(context);
		const { units, problems } = readUnits(context, settings);
		for (const { message, pairedItem } of problems) fail(new BatchSyncError('ITEM', message), pairedItem);
		const rulesOf = compileRulesOfUnit(settings);
		const outcomes = units.map((unit) => mergeUnit(unit, rulesOf, fail));
		withoutCycles(outcomes, settings).forEach((outcome, index) => {
			if (outcome !== null) (outcome.status === 'merged' ? merged : unresolved).push(itemOfOutcome(units[index] as MergeUnit, outcome, settings));
		});
	} catch (thrown) {
		fail(thrown, [{ item: 0 }]);
	}
	return [merged, unresolved];
}

function readUnits(context: IExecuteFunctions, settings: MergeNodeSettings): MergeUnits {
	const read = settings.source === 'inputs' ? unitsFromInputs(context, settings) : unitsFromItems(context, settings);
	checkFieldNames(settings, read.units);
	return read;
}

function mergeUnit(unit: MergeUnit, rulesOf: (unit: MergeUnit) => RecordRules, fail: (thrown: unknown, pairedItem: MergeUnit['pairedItem']) => void): RecordOutcome | null {
	try {
		return mergeRecordSides(unit.sides, rulesOf(unit));
	} catch (cause) {
		const { code, message } = cause instanceof BatchSyncError ? cause : { code: 'RECORD', message: String(cause) };
		const key = unit.key === null ? '' : `Record ${JSON.stringify(unit.key).slice(0, 80)}: `;
		fail(new BatchSyncError(code, `${key}${message}`, { cause }), unit.pairedItem);
		return null;
	}
}

function withoutCycles(outcomes: ReadonlyArray<RecordOutcome | null>, { tree }: MergeNodeSettings): ReadonlyArray<RecordOutcome | null> {
	return tree === null ? outcomes : refuseCycles(outcomes, tree);
}
