import { listConflicts, reopen } from '../../../src/conflicts';
import { messagePage } from '../../../src/console/pages/messagePage';
import { pageLink } from '../../../src/console/pageLink';
import { page, redirect, type Answer } from '../answer';
import { frameOf } from '../visit';
import type { Submission } from './answerForm';

const MOST_CONFLICTS = 100;

/** Takes decisions back that no run has carried out yet. */
export async function reopenForm({ visit, pair, form, name, by }: Submission): Promise<Answer> {
	const { database, settings: { schema } } = visit;
	const asked = (form.get('ids') ?? '').split(',').filter((id) => /^\d{1,18}$/.test(id)).slice(0, MOST_CONFLICTS);
	const { conflicts } = asked.length === 0 ? { conflicts: [] } : await listConflicts(database, schema, { pair: pair.name, ids: asked }, { limit: MOST_CONFLICTS });
	const answers = await reopen(database, schema, conflicts.map(({ id }) => id), by);
	const refused = answers.flatMap((answer) => (answer.status === 'refused' ? [answer.reason] : []));
	const link = form.get('link') ?? (new Set(conflicts.map((conflict) => conflict.link)).size === 1 ? (conflicts[0]?.link ?? null) : null);
	if (refused.length === 0 && conflicts.length > 0) return redirect(pageLink(link === null ? 'conflicts' : 'record', { pair: pair.name, link, name, said: 'reopened' }));
	return page(messagePage(frameOf(visit, name), { heading: 'Not everything could be taken back', sentences: refused.length > 0 ? refused : ['The form names no decision.'], link }), 409);
}
