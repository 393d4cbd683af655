import type { RunContext } from './context';
import { counted } from './counted';

/** Dates that OpenProject worked out or moved in this run, and what became of them: nobody chose them, so a person is to know. */
export function dateRemarks({ dates: { followed, putBack, moved } }: Pick<RunContext, 'dates'>): readonly string[] {
	const remarks: string[] = [];
	if (followed > 0) remarks.push(`${counted(followed, 'value')} that OpenProject works out by itself (from children or predecessors) went into the table, which had none of its own there.`);
	if (putBack > 0) remarks.push(`${counted(putBack, 'date')} that OpenProject had worked out by itself (from children or predecessors) gave way to the table's, and ${putBack === 1 ? 'its work package is' : 'their work packages are'} scheduled manually now. To have OpenProject decide, choose that under Scheduling.`);
	if (moved > 0) remarks.push(`${counted(moved, 'work package')} had a date moved to a working day by OpenProject; the table follows, as chosen under Non-Working Days.`);
	return remarks;
}
