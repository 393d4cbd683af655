import { html, type Html } from '../html';
import { formView } from '../parts/formView';
import { operationTable } from '../parts/operationTable';
import { pager } from '../parts/pager';
import { timeView } from '../times';
import type { PageFrame, PlanPageData } from '../types';
import { plainWords } from '../words';
import { layout } from './layout';
import { OPERATIONS_A_PAGE } from './runDetail';

/** A plan that waits for approval: why it waits, every operation, and the button that lets exactly that happen. */
export function planReview(frame: PageFrame, data: PlanPageData): Html {
	const { operations } = data;
	// The first of them is in the message already.
	const guards = data.guards.filter(({ message }) => !data.message.includes(message));
	const isOpen = data.planState === 'open';
	const content = html`
		<section class="card" aria-label="Plan"><p>${data.message}</p>${guards.length > 0 && html`<ul class="list">${guards.map(({ message }) => html`<li><span class="badge bad">Guard</span> ${message}</li>`)}</ul>`}
		<p class="quiet">Made ${timeView(data.finishedAt ?? data.startedAt, frame.nowMs)} by ${data.startedBy}.</p></section>
		${isOpen ? approval(frame, data) : html`<p class="card">This plan is ${data.planState === null ? 'none' : plainWords(data.planState)}; there is nothing to approve.</p>`}
		${operations.total === 0 ? html`<p class="card quiet">It has no operation.</p>` : html`<section aria-labelledby="operations"><h2 id="operations">${operations.total} ${operations.total === 1 ? 'operation' : 'operations'}</h2>${operationTable('Operations of the plan', operations.lines)}${pager('plan', { pair: frame.pair, plan: data.run, name: frame.name }, { from: operations.from, size: OPERATIONS_A_PAGE, total: operations.total })}</section>`}`;
	return layout(frame, { name: 'plan', heading: `Plan ${data.run}`, content });
}

function approval(frame: PageFrame, data: PlanPageData): Html | null {
	const deletions = data.deletions > 0 && html`<label class="choice"><input type="checkbox" name="withholdDeletes" value="true"><span>Leave out its ${data.deletions} ${data.deletions === 1 ? 'deletion' : 'deletions'}</span></label>`;
	const pairings = data.proposals > 0 && html`<label class="field">Its ${data.proposals} proposed pairings by title <select name="pairings"><option value="leave">Leave undecided</option><option value="pair">Pair them</option><option value="keep_separate">Keep them separate</option></select></label>`;
	const form = formView(frame, 'apply_plan', { fields: { plan: data.run }, content: html`${deletions}${pairings}<button>Apply plan ${data.run}</button>` });
	return form === null ? null : html`<section class="card" aria-labelledby="approve"><h2 id="approve">Approve</h2>${form}<p class="quiet">Exactly these operations are carried out, as far as both sides still hold what they held then.</p></section>`;
}
