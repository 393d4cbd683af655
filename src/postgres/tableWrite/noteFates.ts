import type { Fates } from './fates';
import type { Tally } from './tally';
import type { Prepared } from './types';

/** Notes what became of records whose count was not enough, and what a person should know about it. */
export function noteFates({ description }: Prepared, fates: Fates, tally: Tally): void {
	tally.note('inserted', fates.inserted);
	tally.note('updated', fates.updated);
	tally.note('deleted', fates.deleted);
	tally.note('unchanged', fates.unchanged);
	tally.note('not_found', fates.notFound);
	// Nothing was refused: also where all or nothing is asked for, it is the table that left them out.
	tally.fail(fates.leftOut);
	const table = `${description.schema}.${description.table}`;
	const [leftOut, other, altered] = [fates.leftOut[0], fates.underOtherKeys[0], fates.altered[0]];
	if (leftOut !== undefined) tally.remarks.push(`${counted(fates.leftOut.length)} not taken by ${table}, the first of them record ${leftOut.index + 1}: a trigger or rule of the table decides so. They are on the output Failed.`);
	if (other !== undefined) tally.remarks.push(`${counted(fates.underOtherKeys.length)} put under another key than was given, the first of them record ${other + 1}: a trigger of ${table} spells keys in its own way.`);
	if (altered !== undefined) tally.remarks.push(`${counted(fates.altered.length)} changed on the way by a trigger or rule of ${table}, the first of them record ${altered + 1}: its row holds something else than was given, and will be written again every time.`);
}

function counted(count: number): string {
	return count === 1 ? '1 record was' : `${count} records were`;
}
