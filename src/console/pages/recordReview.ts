import type { ConflictView } from '../../conflicts/types';
import { html, type Html } from '../html';
import { conflictFields } from '../parts/conflictFields';
import { formView, nameField } from '../parts/formView';
import { keyWords } from '../parts/operationTable';
import { valueView } from '../parts/valueView';
import { pageLink } from '../pageLink';
import { timeView } from '../times';
import type { PageFrame, RecordPageData } from '../types';
import { fieldWords, kindWords } from '../words';
import { layout } from './layout';

/** One record: its open conflicts side by side with a choice for each, what was decided, what was before. */
export function recordReview(frame: PageFrame, data: RecordPageData): Html {
	const [first] = data.conflicts;
	const open = data.conflicts.filter(({ status }) => status === 'pending_review');
	const decided = data.conflicts.filter(({ status, appliedAt }) => status === 'resolved' && appliedAt === null);
	const earlier = data.conflicts.filter((conflict) => !open.includes(conflict) && !decided.includes(conflict)).reverse();
	const next = data.next !== null && html`<p><a href="${pageLink('record', { pair: frame.pair, link: data.next, name: frame.name })}">Next record with a conflict</a></p>`;
	const content = html`
		${first === undefined ? html`<p class="card">This record has had no conflict.</p>` : facts(frame, first)}
		${open.length > 0 && reviewForm(frame, data, open)}
		${decided.length > 0 && html`<section class="card" aria-labelledby="decided"><h2 id="decided">Decided, carried out by the next run</h2>${decided.map((conflict) => outcome(frame, conflict, true))}${formView(frame, 'apply_decisions', { content: html`<button>Apply decisions</button>` })}</section>`}
		${next}
		${earlier.length > 0 && html`<details class="card"><summary>Earlier conflicts of this record</summary>${earlier.map((conflict) => outcome(frame, conflict, false))}</details>`}`;
	return layout(frame, { name: 'record', heading: first?.title ?? `Record ${data.link}`, content });
}

function facts(frame: PageFrame, conflict: ConflictView): Html {
	return html`<section class="card" aria-label="Record"><dl class="facts">
		<dt>Work package</dt><dd>${conflict.remoteId === null ? 'none' : `#${conflict.remoteId}`}</dd>
		<dt>Row</dt><dd>${conflict.localKey === null ? 'none' : keyWords(conflict.localKey)}</dd>
		<dt>Edited in the table</dt><dd>${conflict.localEditedAt === null ? 'not known' : timeView(conflict.localEditedAt, frame.nowMs)}</dd>
		<dt>Edited in OpenProject</dt><dd>${conflict.remoteEditedAt === null ? 'not known' : timeView(conflict.remoteEditedAt, frame.nowMs)}</dd></dl></section>`;
}

function reviewForm(frame: PageFrame, { link, compareWith }: RecordPageData, open: readonly ConflictView[]): Html {
	const versions = open.map(({ id, version }) => html`<input type="hidden" name="${`seen.${id}`}" value="${version}">`);
	const buttons = html`<div class="actions"><button>Save the choices</button></div>`;
	const many = open.length > 1 && html`<details><summary>One choice for all ${open.length} fields</summary><div class="actions">
		<button name="all" value="local" class="plain">All from the table</button><button name="all" value="remote" class="plain">All from OpenProject</button><button name="all" value="suggested" class="plain">Follow all suggestions</button></div></details>`;
	const form = formView(frame, 'decide', { fields: { link, shown: open.map(({ id }) => id).join(',') }, content: html`${versions}${many}${open.map((conflict) => conflictFields(conflict, { compareWith }))}<div class="card">${nameField(frame)}${buttons}<p class="quiet">Choices are stored at once. The next run, or <b>Apply decisions</b>, carries them to both sides, if they still hold the values shown here by then.</p></div>` });
	const marked = compareWith === 'base' ? html`Marked: what differs from what was agreed. ${other(frame, link, 'sides', 'Mark what differs between the two sides')}` : html`Marked: what differs between the two sides. ${other(frame, link, null, 'Mark what differs from what was agreed')}`;
	return html`<p class="quiet">${marked}</p>${form ?? open.map((conflict) => conflictFields(conflict, { compareWith, isReadOnly: true }))}`;
}

function other(frame: PageFrame, link: string, compare: string | null, words: string): Html {
	return html`<a href="${pageLink('record', { pair: frame.pair, link, name: frame.name, compare })}">${words}</a>`;
}

function outcome(frame: PageFrame, conflict: ConflictView, canReopen: boolean): Html {
	const { resolution } = conflict;
	return html`<div class="side"><h3>${fieldWords(conflict.field)} <span class="quiet">${kindWords(conflict.kind)}</span></h3>
		${resolution?.chosen === undefined ? html`<p class="quiet">Closed without a choice: both sides came to agree, or another conflict took its place.</p>` : html`<div>Chosen: ${valueView(resolution.chosen)}</div>${resolution.lost.length > 0 && html`<details><summary>What was not kept</summary>${resolution.lost.map((lost) => html`<div><b>${lost.side === 'local' ? 'Table' : 'OpenProject'}</b>: ${valueView(lost.value)}</div>`)}</details>`}`}
		${conflict.resolvedBy !== null && html`<p class="quiet">By ${conflict.resolvedBy}${conflict.resolvedAt !== null && html`, ${timeView(conflict.resolvedAt, frame.nowMs)}`}${conflict.status === 'superseded' ? '; superseded, since the values moved' : null}</p>`}
		${canReopen && formView(frame, 'reopen', { fields: { ids: conflict.id, link: conflict.link }, content: html`<button class="plain">Undo this decision</button>` })}</div>`;
}
