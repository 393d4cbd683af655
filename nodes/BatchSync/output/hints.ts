import type { NodeExecutionHint } from 'n8n-workflow';
import type { RunResult } from '../../../src/run';

/** Remarks shown as hints of their own; the Summary has them all. */
const SHOWN_REMARKS = 5;

/** What a person should read beside the output: how the run went, what stopped it, remarks. */
export function hintsOf(result: RunResult): readonly NodeExecutionHint[] {
	const hints = [hint(`${result.message} ${paceOf(result)}`.trim(), statusType(result))];
	if (result.movedOnCount > 0) hints.push(hint(`${result.movedOnCount} operations of the plan no longer fitted and were left out: movedOn in the Summary says why.`, 'warning'));
	for (const guard of result.guards) if (!result.message.includes(guard.message)) hints.push(hint(guard.message, 'warning'));
	for (const remark of result.remarks.slice(0, SHOWN_REMARKS)) hints.push(hint(remark, 'info'));
	const more = result.remarks.length - SHOWN_REMARKS;
	if (more > 0) hints.push(hint(`${more} more remarks are in the Summary.`, 'info'));
	return hints;
}

function statusType(result: RunResult): 'info' | 'warning' {
	const isClean = result.status === 'done' && result.conflictCount === 0 && result.failureCount === 0;
	return isClean || result.status === 'previewed' || result.status === 'skipped' ? 'info' : 'warning';
}

function paceOf(result: RunResult): string {
	const seconds = result.durationMs / 1000;
	const records = result.local.seen + result.remote.seen;
	if (records === 0 || seconds <= 0) return '';
	const megabytes = Math.round(result.peakMemoryBytes / 1_048_576);
	return `(${records} records in ${seconds.toFixed(1)} s, ${Math.round(records / seconds)} a second, ${result.requests} requests, ${megabytes} MB)`;
}

function hint(message: string, type: 'info' | 'warning'): NodeExecutionHint {
	return { message, type, location: 'outputPane' };
}
