import type { Notice } from '../types';

/** What may be said after a redirect. Addresses name one of these, so that nobody can make a page say something else. */
const SENTENCES: Readonly<Record<string, string>> = {
	apply_decisions: 'The workflow was started to carry out the decisions. The run appears here as soon as it begins.',
	apply_plan: 'The workflow was started to apply the plan. The run appears here as soon as it begins.',
	cancel_run: 'The workflow was started to cancel the run. It stops after the work in flight.',
	run_now: 'The workflow was started to run the sync. The run appears here as soon as it begins.',
	undo_run: 'The workflow was started to undo the run. The run that does it appears here as soon as it begins.',
	decided: 'Stored. The next run, or Apply decisions, carries it out.',
	reopened: 'Taken back: open again.',
};

const NO_RUN = ['decided', 'reopened', 'cancel_run'];

/** The sentence an address asks for; null for any other word. `undo`: conflicts whose decision may be taken back, separated by commas, once they are known to come from us. */
export function noticeFor(said: string | null, undo: string | null): Notice | null {
	const text = said !== null && Object.hasOwn(SENTENCES, said) ? SENTENCES[said] : undefined;
	if (text === undefined) return null;
	const ids = said === 'decided' && undo !== null ? undo.split(',').filter((id) => /^\d{1,18}$/.test(id)).slice(0, 100) : [];
	return { tone: 'good', text, undo: ids, isAwaited: !NO_RUN.includes(said ?? '') };
}
