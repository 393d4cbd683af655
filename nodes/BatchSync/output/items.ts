import type { INodeExecutionData } from 'n8n-workflow';
import type { ConflictReport, FailureReport, RunResult } from '../../../src/run';
import { itemOf } from '../../n8n/items';

/** Items by output of the node. */
export interface Outputs {
	readonly summary: INodeExecutionData[];
	readonly conflicts: INodeExecutionData[];
	readonly failures: INodeExecutionData[];
}

/** Operations shown in a Summary item at most; a plan itself is stored in full. */
const SHOWN_OPERATIONS = 100;

/** A run's result as items: one summary, then conflicts and failures, each with a last item that says how many more exist. */
export function itemsOfResult(result: RunResult, itemIndex: number): Outputs {
	return {
		summary: [itemOf(summaryOf(result), itemIndex)],
		conflicts: bounded(result.conflicts, result.conflictCount, 'conflicts', result, itemIndex),
		failures: bounded(result.failures, result.failureCount, 'failures', result, itemIndex),
	};
}

/** The result without its long lists. Has no field called `error`: n8n would take the run for failed. */
function summaryOf(result: RunResult): object {
	const { conflicts: _conflicts, failures, operations, movedOn, ...summary } = result;
	return { ...summary, lastError: failures[0]?.message ?? null, ...listed('operations', operations, 'planned operations; all of them are stored with the plan'), ...listed('movedOn', movedOn, `of ${result.movedOnCount} operations that no longer fitted`) };
}

/** The first of a list, with a note where there are more; nothing for an empty one. */
function listed(name: string, list: readonly object[], what: string): object {
	if (list.length === 0) return {};
	const shown = list.slice(0, SHOWN_OPERATIONS);
	return { [name]: shown, ...(list.length > shown.length ? { [`${name}Note`]: `The first ${shown.length} ${what}.` } : {}) };
}

function bounded(reports: readonly (ConflictReport | FailureReport)[], count: number, what: 'conflicts' | 'failures', result: RunResult, itemIndex: number): INodeExecutionData[] {
	const identity = { pair: result.pair, run: result.run };
	const items = reports.map((report) => itemOf({ ...identity, ...report }, itemIndex));
	const more = count - reports.length;
	if (more <= 0) return items;
	const note = `${more} more ${what} are not shown. Raise Maximum Items per Output to see them.`;
	return [...items, itemOf({ ...identity, note, shown: reports.length, total: count }, itemIndex)];
}
