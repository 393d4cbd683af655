import type { Decision } from '../../conflicts/decideTypes';
import type { Choice, ConflictView } from '../../conflicts/types';
import { wishOf } from '../../conflicts/wishOf';
import { inputKind, readTyped } from '../customValue';
import { fieldWords } from '../words';

/** What a form asks for, and what of it could not be read. */
export interface Choices {
	readonly decisions: readonly Decision[];
	readonly problems: readonly string[];
}

const CHOICES: readonly Choice[] = ['local', 'remote', 'base', 'newest', 'custom'];

/**
 * The decisions of a form about these conflicts: one choice for all that are ticked (or shown, on a record's page), or one for
 * each. Every decision names the version of its conflict that the page showed.
 */
export function readChoices(form: URLSearchParams, conflicts: readonly ConflictView[]): Choices {
	const all = form.get('all');
	const isRecord = form.has('link');
	const meant = all === null || isRecord ? conflicts : conflicts.filter(({ id }) => form.getAll('tick').includes(id));
	if (all !== null && meant.length === 0) return { decisions: [], problems: ['No conflict was ticked. Tick those the choice is for.'] };
	const read = meant.map((conflict) => readChoice(form, conflict, all ?? form.get(`choice.${conflict.id}`) ?? 'leave'));
	const decisions = read.flatMap((one) => ('decision' in one ? [one.decision] : []));
	const problems = read.flatMap((one) => ('problem' in one ? [one.problem] : []));
	return decisions.length + problems.length === 0 ? { decisions, problems: ['Nothing was chosen. Choose a value for at least one field.'] } : { decisions, problems };
}

function readChoice(form: URLSearchParams, conflict: ConflictView, asked: string): { readonly decision: Decision } | { readonly problem: string } | Record<string, never> {
	if (asked === 'leave') return {};
	const name = `${fieldWords(conflict.field)} of ${conflict.title ?? `record ${conflict.link}`}`;
	const seen = form.get(`seen.${conflict.id}`);
	if (seen === null || seen === '') return { problem: `${name}: the form does not say what it was filled in on. Reload the page and decide again.` };
	const about = { conflict: conflict.id, seen };
	if (asked === 'suggested') {
		const wish = conflict.suggestion === null ? null : wishOf(conflict.suggestion, conflict.policies);
		return wish === null ? { problem: `${name}: there is no suggestion to follow. Decide about it on the record's page.` } : { decision: { ...about, ...wish } };
	}
	const choice = CHOICES.find((candidate) => candidate === asked);
	if (choice === undefined) return { problem: `${name}: '${asked.slice(0, 40)}' is no choice.` };
	if (choice !== 'custom') return { decision: { ...about, choice } };
	const typed = readTyped(inputKind([conflict.local, conflict.remote, conflict.base]), form.get(`value.${conflict.id}`) ?? '');
	return typed.status === 'value' ? { decision: { ...about, choice, value: typed.value } } : { problem: `${name}: ${typed.reason}` };
}
