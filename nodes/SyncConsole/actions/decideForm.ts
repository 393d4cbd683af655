import { decide, listConflicts, writtenDigest, type Decision } from '../../../src/conflicts';
import { readChoices } from '../../../src/console/forms/readChoices';
import { confirmSuggestions } from '../../../src/console/pages/confirmSuggestions';
import { messagePage } from '../../../src/console/pages/messagePage';
import { pageLink } from '../../../src/console/pageLink';
import { page, redirect, type Answer } from '../answer';
import { frameOf, undoQuery } from '../visit';
import type { Submission } from './answerForm';

/** Conflicts one form is about at most. */
const MOST_CONFLICTS = 100;

/**
 * Stores the choices of a form at once. Whatever was refused, e.g. since somebody else decided meanwhile, is told; the rest stands. Suggestions are followed
 * once a page has shown what that writes.
 */
export async function decideForm({ visit, pair, form, name, by }: Submission): Promise<Answer> {
	const { database, settings: { schema } } = visit;
	const ids = (form.get('shown') ?? '').split(',').filter((id) => /^\d{1,18}$/.test(id)).slice(0, MOST_CONFLICTS);
	const { conflicts } = ids.length === 0 ? { conflicts: [] } : await listConflicts(database, schema, { pair: pair.name, ids }, { limit: MOST_CONFLICTS });
	const { decisions, problems } = readChoices(form, conflicts);
	if (form.get('all') === 'suggested' && decisions.length > 0) {
		const confirmation = confirmationOf(decisions);
		const confirmed = form.get('confirmed');
		if (confirmed !== confirmation) return page(confirmSuggestions(frameOf(visit, name), { conflicts, decisions, problems, confirmation, isChanged: confirmed !== null, link: form.get('link') }));
	}
	const answers = decisions.length === 0 ? [] : await decide(database, schema, decisions, by);
	const stored = answers.flatMap((answer) => (answer.status === 'resolved' ? answer.conflicts.map(({ id }) => id) : []));
	const refused = [...problems, ...answers.flatMap((answer) => (answer.status === 'refused' ? [answer.reason] : []))];
	const link = form.get('link');
	if (refused.length === 0) return redirect(pageLink(link === null ? 'conflicts' : 'record', { pair: pair.name, link, name, said: 'decided', ...undoQuery(visit, stored) }));
	const kept = stored.length === 0 ? 'Nothing was stored.' : `${stored.length} of ${stored.length + refused.length} were stored.`;
	return page(messagePage(frameOf(visit, name), { heading: 'Not everything could be decided', sentences: [...refused, kept], link }), 409);
}

/** One text over what is about to be stored: the value seen, and what is chosen instead. */
function confirmationOf(decisions: readonly Decision[]): string {
	const digest = writtenDigest();
	for (const decision of decisions) digest.add({ id: 'conflict' in decision ? decision.conflict : '', version: decision.seen ?? '' }, [decision.choice, decision.value ?? null]);
	return digest.text();
}
