import { html, trusted, type Html } from '../html';
import { formView } from '../parts/formView';
import { healthView } from '../parts/healthView';
import { lookFor, progressView } from '../parts/progressView';
import { runTable } from '../parts/runTable';
import { pageLink } from '../pageLink';
import { agoWords, timeView } from '../times';
import type { DashboardData, PageFrame } from '../types';
import { layout } from './layout';

/** What an operator wants to know in ten seconds, and the buttons for what follows from it. */
export function dashboard(frame: PageFrame, data: DashboardData): Html {
	const content = html`
		${healthView(data.health, data.healthProblem)}
		${data.current === null ? idle(frame) : progressView(frame, data.current)}
		<div class="cards">
			${lastGood(frame, data)}
			${waiting(frame, data)}
			${records(data)}
			${frame.openPlan !== null && planCard(frame, frame.openPlan)}
		</div>
		${data.charts.length > 0 && html`<div class="charts">${data.charts.map((svg) => html`<div class="card">${trusted(svg)}</div>`)}</div>`}
		<section aria-labelledby="recent"><h2 id="recent">Recent runs</h2>${runTable(frame, data.runs, 'The newest runs')}
		<p><a href="${pageLink('runs', { pair: frame.pair, name: frame.name })}">All runs</a></p></section>`;
	return layout(frame, { name: 'dashboard', heading: frame.pair === null ? 'No pair yet' : `Sync of ${frame.pair}`, content });
}

/** The page before there is any pair. */
export function noPair(frame: PageFrame, schema: string): Html {
	const content = html`<section class="card"><p>There is no pair in schema ${schema} yet. A pair appears with the first run of Batch Sync under its name.</p><p>If there are runs, see that <b>Package Schema</b> and <b>Pairs</b> of the Sync Console are right, and that the PostgreSQL credential names the right database.</p></section>`;
	return layout(frame, { name: 'dashboard', heading: 'No pair yet', content });
}

/** Where something was started, the page's script looks for the run that is to come. */
function idle(frame: PageFrame): Html {
	const form = formView(frame, 'run_now', {
		content: html`<div class="row"><label class="field">Mode <select name="mode"><option value="incremental">Incremental: what changed</option><option value="full_sync">Full sync: every work package</option><option value="reconciliation">Reconciliation: compare everything, trust nothing remembered</option></select></label><button>Run now</button></div>`,
	});
	return html`<section class="card" aria-labelledby="current"${frame.notice?.isAwaited === true && lookFor(frame)}><h2 id="current">No run is going on</h2>${form}</section>`;
}

function lastGood(frame: PageFrame, { lastGood: run }: DashboardData): Html {
	return html`<section class="card"><h2>Last good run</h2>${run === null
		? html`<p class="big">None yet</p>`
		: html`<p class="big">${agoWords(frame.nowMs - Date.parse(run.finishedAt))}</p><p><a href="${pageLink('run', { pair: frame.pair, run: run.run, name: frame.name })}">Run ${run.run}</a>, ${timeView(run.finishedAt, frame.nowMs)}</p>`}</section>`;
}

function waiting(frame: PageFrame, data: DashboardData): Html {
	const oldest = data.oldestOpenAt === null ? null : html`<p class="quiet">The oldest: ${agoWords(frame.nowMs - Date.parse(data.oldestOpenAt))}.</p>`;
	const decided = data.decided > 0 && html`<p>${data.decided} decided, carried out by the next run.</p>${formView(frame, 'apply_decisions', { content: html`<button>Apply decisions</button>` })}`;
	return html`<section class="card"><h2>Waiting for a decision</h2><p class="big">${data.open}</p>
		${data.open > 0 ? html`<p><a href="${pageLink('conflicts', { pair: frame.pair, name: frame.name })}">Review conflicts</a></p>${oldest}` : html`<p class="quiet">No open conflict.</p>`}${decided}</section>`;
}

function records({ links, notCarried }: DashboardData): Html {
	return html`<section class="card"><h2>Records</h2><p class="big">${links.total}</p><dl class="facts"><dt>Waiting for a run</dt><dd>${links.pending}</dd><dt>Failing</dt><dd>${links.failing}</dd><dt>On hold</dt><dd>${links.held}</dd></dl>${notCarried !== undefined && html`<p>Not carried by any run: ${notCarried}. The remarks of the newest run name them.</p>`}</section>`;
}

function planCard(frame: PageFrame, plan: string): Html {
	return html`<section class="card"><h2>A plan waits</h2><p class="big">Plan ${plan}</p><p>Nothing of it is carried out before somebody approves it.</p><p><a href="${pageLink('plan', { pair: frame.pair, plan, name: frame.name })}">Look at plan ${plan}</a></p></section>`;
}
