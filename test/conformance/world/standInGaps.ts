/**
 * Checks the stand-in is known not to pass, with the reason. They are told as skipped; one that passes after all fails a test,
 * so that nothing stays here for longer than it must.
 */
export const STAND_IN_GAPS: ReadonlyMap<string, string> = new Map([
	['O02', 'the stand-in has no role that may view and not comment'],
	['O21', 'the stand-in shows the types of a project to members without view_work_packages'],
	['U31', 'the stand-in has no permission view_time_entries'],
]);
