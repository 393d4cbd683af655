import type { IDataObject } from 'n8n-workflow';
import { readDecidedIds } from '../../../src/console/read/readDecidedIds';
import type { FormPurpose } from '../../../src/console/types';
import { ConfigurationError } from '../../../src/errors';
import type { Submission } from './answerForm';

/** Records a delta sync is asked for at most; with more, a run that reads what changed carries all of them. */
const MOST_IDS = 1000;
const MODES = ['full_sync', 'incremental', 'reconciliation'];
const PAIRINGS = ['keep_separate', 'leave', 'pair'];

/** The item that starts the workflow: what a button asks for. Every field is there, whatever the action, so that expressions need not ask. */
export async function requestItem(action: Exclude<FormPurpose, 'decide' | 'reopen'>, submission: Submission): Promise<IDataObject> {
	const { visit, pair, by } = submission;
	const common = { action, pair: pair.name, mode: '', ids: [] as string[], run: '', plan: '', withholdDeletes: false, pairings: 'leave', decisions: 0, by, requestedAt: new Date(visit.nowMs).toISOString() };
	switch (action) {
		case 'run_now':
			return { ...common, mode: wordOf(submission, 'mode', MODES, 'incremental') };
		case 'cancel_run':
			return { ...common, run: numberOf(submission, 'run') };
		case 'undo_run':
			if (submission.form.get('sure') !== 'yes') throw new ConfigurationError('Undo takes back what a run wrote. Tick the box above the button to say that this is meant.');
			return { ...common, run: numberOf(submission, 'run') };
		case 'apply_plan':
			return { ...common, plan: numberOf(submission, 'plan'), withholdDeletes: submission.form.get('withholdDeletes') === 'true', pairings: wordOf(submission, 'pairings', PAIRINGS, 'leave') };
		case 'apply_decisions': {
			const { decisions, ids } = await readDecidedIds(visit.database, visit.settings.schema, { pairId: pair.id, limit: MOST_IDS + 1 });
			if (decisions === 0) throw new ConfigurationError('No decision waits to be carried out: the last run carried them, or they were taken back.');
			return ids.length > MOST_IDS ? { ...common, mode: 'incremental', decisions } : { ...common, mode: 'delta_sync', ids: [...ids], decisions };
		}
	}
}

function numberOf({ form }: Submission, name: 'run' | 'plan'): string {
	const text = form.get(name) ?? '';
	if (!/^\d{1,18}$/.test(text)) throw new ConfigurationError(`The form names no ${name}.`);
	return text;
}

function wordOf({ form }: Submission, name: string, words: readonly string[], fallback: string): string {
	return words.find((word) => word === form.get(name)) ?? fallback;
}
