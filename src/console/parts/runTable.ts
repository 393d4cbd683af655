import { durationWords } from '../../metrics/durationWords';
import { html, type Html } from '../html';
import { pageLink } from '../pageLink';
import { timeView } from '../times';
import type { PageFrame, RunLine } from '../types';
import { TASK_WORDS } from '../words';
import { scrollTable } from './scrollTable';
import { statusBadge } from './statusBadge';

/** Runs as a table, newest first. */
export function runTable(frame: PageFrame, runs: readonly RunLine[], caption: string): Html {
	if (runs.length === 0) return html`<p class="quiet">No run yet.</p>`;
	const rows = runs.map((run) => html`<tr>
		<th scope="row" class="id"><a href="${pageLink('run', { pair: frame.pair, run: run.run, name: frame.name })}">Run ${run.run}</a></th>
		<td>${TASK_WORDS[run.task] ?? run.task}</td>
		<td>${statusBadge(run.status)}</td>
		<td>${timeView(run.startedAt, frame.nowMs)}</td>
		<td class="number">${run.finishedAt === null ? '' : durationWords(Date.parse(run.finishedAt) - Date.parse(run.startedAt))}</td>
		<td class="number">${run.conflicts}</td>
		<td class="number">${run.failures}</td>
		<td class="words">${run.message}</td></tr>`);
	return scrollTable(caption, html`<thead><tr><th scope="col">Run</th><th scope="col">Task</th><th scope="col">Status</th><th scope="col">Started</th><th scope="col" class="number">Took</th><th scope="col" class="number">Conflicts</th><th scope="col" class="number">Failures</th><th scope="col" class="words">What happened</th></tr></thead><tbody>${rows}</tbody>`);
}
