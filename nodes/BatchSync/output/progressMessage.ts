import type { Progress } from '../../../src/run';

const STEPS: Readonly<Record<Progress['step'], string>> = {
	recover: 'Settling what an earlier run left open',
	observe_local: 'Reading the table',
	observe_remote: 'Reading OpenProject',
	record: 'Recording what was seen',
	plan: 'Planning',
	guard: 'Checking the guards',
	apply: 'Writing',
	second_pass: 'Second pass',
	report: 'Reporting',
};

/** One line for people about how far a run is. */
export function progressMessage(pair: string, progress: Progress): string {
	const share = progress.total > 0 ? ` ${progress.done} of ${progress.total}` : '';
	const rate = progress.rate > 0 ? `, ${Math.round(progress.rate)} a second` : '';
	const left = progress.timeLeftMs === null ? '' : `, about ${Math.ceil(progress.timeLeftMs / 1000)} s left`;
	return `Pair '${pair}': ${STEPS[progress.step]}${share}${rate}${left}`;
}
