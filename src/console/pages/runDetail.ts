import { durationWords } from '../../metrics/durationWords';
import { html, type Html } from '../html';
import { formView } from '../parts/formView';
import { operationTable } from '../parts/operationTable';
import { pager } from '../parts/pager';
import { progressView } from '../parts/progressView';
import { scrollTable } from '../parts/scrollTable';
import { statusBadge } from '../parts/statusBadge';
import { pageLink } from '../pageLink';
import { timeView } from '../times';
import type { PageFrame, RunPageData } from '../types';
import { plainWords, TASK_WORDS } from '../words';
import { layout } from './layout';

/** Operations a page shows. */
export const OPERATIONS_A_PAGE = 100;

/** One run: what it was asked, what it did, why it stopped, and taking it back. */
export function runDetail(frame: PageFrame, data: RunPageData): Html {
	const current = data.status === 'running' ? progressView(frame, { run: data.run, message: data.message, startedAt: data.startedAt, startedBy: data.startedBy, done: data.progress?.done ?? 0, total: data.progress?.total ?? 0, isCancelRequested: data.isCancelRequested }) : null;
	const content = html`${current}
		<section class="card" aria-label="Run"><p>${statusBadge(data.status)} ${data.message}</p>${factList(frame, data)}</section>
		${warnings(data)}
		${countTable(data)}
		${operations(frame, data)}
		${undoForm(frame, data)}`;
	return layout(frame, { name: 'run', heading: `Run ${data.run}: ${TASK_WORDS[data.task] ?? data.task}`, content });
}

function factList(frame: PageFrame, data: RunPageData): Html {
	const run = (id: string): Html => html`<a href="${pageLink('run', { pair: frame.pair, run: id, name: frame.name })}">run ${id}</a>`;
	const facts: ReadonlyArray<readonly [string, Html | string | null]> = [
		['Started', html`${timeView(data.startedAt, frame.nowMs)} by ${data.startedBy} (${data.trigger})`],
		['Took', data.finishedAt === null ? null : durationWords(Date.parse(data.finishedAt) - Date.parse(data.startedAt))],
		['Mode', data.mode === data.effectiveMode ? plainWords(data.mode) : `${plainWords(data.mode)}, became ${plainWords(data.effectiveMode)}`],
		['Plan', data.planState === null ? null : html`${plainWords(data.planState)}${data.planState === 'open' ? html`: <a href="${pageLink('plan', { pair: frame.pair, plan: data.run, name: frame.name })}">look at it</a>` : null}`],
		['Applies the plan of', data.applies === null ? null : run(data.applies)],
		['Its plan was applied by', data.appliedBy === null ? null : run(data.appliedBy)],
		['Takes back', data.undoes === null ? null : run(data.undoes)],
		['Taken back by', data.undoneBy === null ? null : run(data.undoneBy)],
	];
	return html`<dl class="facts">${facts.map(([name, value]) => value !== null && html`<dt>${name}</dt><dd>${value}</dd>`)}</dl>`;
}

function warnings({ guards, remarks }: RunPageData): Html | null {
	if (guards.length === 0 && remarks.length === 0) return null;
	return html`<section class="card" aria-labelledby="remarks"><h2 id="remarks">Remarks</h2><ul class="list">${guards.map(({ message }) => html`<li><span class="badge bad">Guard</span> ${message}</li>`)}${remarks.map((remark) => html`<li>${remark}</li>`)}</ul></section>`;
}

const BUCKETS = ['seen', 'unchanged', 'created', 'updated', 'deleted', 'conflicted', 'held', 'skipped', 'failed'] as const;

function countTable({ local, remote }: RunPageData): Html | null {
	if (local === null || remote === null) return null;
	const row = (name: string, counts: NonNullable<RunPageData['local']>): Html => html`<tr><th scope="row">${name}</th>${BUCKETS.map((bucket) => html`<td class="number">${counts[bucket] ?? 0}</td>`)}</tr>`;
	return scrollTable('Records by what became of them', html`<thead><tr><th scope="col">Side</th>${BUCKETS.map((bucket) => html`<th scope="col" class="number">${bucket}</th>`)}</tr></thead><tbody>${row('Table', local)}${row('OpenProject', remote)}</tbody>`);
}

function operations(frame: PageFrame, { run, operations: page }: RunPageData): Html {
	if (page.total === 0) return html`<section class="card"><h2>Writes</h2><p class="quiet">None are recorded.</p></section>`;
	return html`<section aria-labelledby="writes"><h2 id="writes">Writes</h2>${operationTable('Writes of the run', page.lines)}${pager('run', { pair: frame.pair, run, name: frame.name }, { from: page.from, size: OPERATIONS_A_PAGE, total: page.total })}</section>`;
}

function undoForm(frame: PageFrame, data: RunPageData): Html | null {
	if (!data.isUndoable) return null;
	const form = formView(frame, 'undo_run', {
		fields: { run: data.run },
		content: html`<label class="choice"><input type="checkbox" name="sure" value="yes" required><span>Take back what run ${data.run} wrote, where nobody edited since</span></label><button class="danger">Undo run ${data.run}</button>`,
	});
	return form === null ? null : html`<section class="card" aria-labelledby="undo"><h2 id="undo">Undo</h2>${form}<p class="quiet">The records are on hold afterwards, until Release Links. Guards apply as in any run.</p></section>`;
}
