import { html, type Html } from '../html';
import { pageLink } from '../pageLink';
import { timeView } from '../times';
import type { CurrentRun, PageFrame } from '../types';
import { formView } from './formView';

/** The run that goes on, with a bar that the page's script moves; without scripts a link looks again. */
export function progressView(frame: PageFrame, run: CurrentRun): Html {
	const bar = run.total > 0 ? html`<progress id="bar" max="${run.total}" value="${run.done}" aria-labelledby="progress-text"></progress>` : html`<progress id="bar" aria-labelledby="progress-text"></progress>`;
	return html`<section class="card wide" aria-labelledby="current"${lookFor(frame)}>
		<h2 id="current"><a href="${pageLink('run', { pair: frame.pair, run: run.run, name: frame.name })}">Run ${run.run}</a> goes on</h2>
		${bar}
		<p id="progress-text" aria-live="polite">${run.message}</p>
		<p class="quiet">Started ${timeView(run.startedAt, frame.nowMs)} by ${run.startedBy}. <a href="${pageLink('dashboard', { pair: frame.pair, name: frame.name })}">Look again</a></p>
		${!run.isCancelRequested && formView(frame, 'cancel_run', { fields: { run: run.run }, content: html`<button class="danger">Cancel run ${run.run}</button>` })}
	</section>`;
}

/** Attributes that make the page's script look for progress, and load the page anew once another run is the newest. */
export function lookFor(frame: PageFrame): Html {
	return html` data-progress="${pageLink('progress', { pair: frame.pair })}" data-newest="${frame.newest}" data-token="${frame.progressToken}"`;
}
