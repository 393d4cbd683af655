import type { ConflictView } from '../../conflicts/types';
import { durationWords } from '../../metrics/durationWords';
import { html, type Html } from '../html';
import { suggestedSide } from '../parts/conflictFields';
import { formView, nameField } from '../parts/formView';
import { recordName } from '../parts/operationTable';
import { scrollTable } from '../parts/scrollTable';
import { shortValue } from '../parts/valueView';
import { pageLink } from '../pageLink';
import type { ConflictListData, ListFilter, PageFrame } from '../types';
import { fieldWords, kindWords } from '../words';
import { layout } from './layout';

/** Conflicts of a pair, narrowed and paged, with a choice for several at once. */
export function conflictList(frame: PageFrame, data: ConflictListData): Html {
	const isOpen = data.filter.status === 'pending_review';
	const heading = isOpen ? `${data.total} open ${data.total === 1 ? 'conflict' : 'conflicts'}` : `${data.total} ${data.filter.status === 'resolved' ? 'resolved' : 'superseded'}`;
	const table = data.conflicts.length === 0 ? html`<p class="card">${isOpen ? 'Nothing waits for a decision here.' : 'There are none of these.'}</p>` : tableOf(frame, data, isOpen);
	const decide = isOpen && data.conflicts.length > 0 && formView(frame, 'decide', { id: 'many', content: html`
		<section class="card" aria-labelledby="bulk"><h2 id="bulk">Decide about the ticked ones</h2>
		<div class="row">${nameField(frame)}</div>
		<p><a href="${pageLink('conflicts', { pair: frame.pair, name: frame.name, ...queryOf(data.filter), after: data.after, tick: data.isAllTicked ? null : 'all' })}">${data.isAllTicked ? 'Tick none' : `Tick all ${data.conflicts.length} on this page`}</a></p>
		<div class="actions">${CHOICES.map(([value, words]) => html`<button name="all" value="${value}" class="plain">${words}</button>`)}</div>
		<p class="quiet">Each is stored at once and carried out by the next run; suggestions are shown once more before. A value of your own is given on the record’s page.</p></section>`, fields: { shown: data.conflicts.map(({ id }) => id).join(',') } });
	return layout(frame, { name: 'conflicts', heading, content: html`${filterForm(frame, data)}${table}${pages(frame, data)}${decide}` });
}

const CHOICES = [['local', 'Take the table’s value'], ['remote', 'Take OpenProject’s value'], ['base', 'Go back to what was agreed'], ['newest', 'Take the newest edit'], ['suggested', 'Follow the suggestions']] as const;

function filterForm(frame: PageFrame, { filter, fieldNames, kinds }: ConflictListData): Html {
	const option = (value: string, words: string, chosen: string): Html => html`<option value="${value}"${value === chosen && html` selected`}>${words}</option>`;
	return html`<form method="get" class="card" aria-label="Filter"><input type="hidden" name="page" value="conflicts"><input type="hidden" name="pair" value="${frame.pair}">${frame.name !== '' && html`<input type="hidden" name="name" value="${frame.name}">`}
		<div class="row">
		<label class="field">Field <select name="field">${option('', 'Any', filter.field)}${fieldNames.map((name) => option(name, fieldWords(name), filter.field))}</select></label>
		<label class="field">Kind <select name="kind">${option('', 'Any', filter.kind)}${kinds.map((kind) => option(kind, kindWords(kind), filter.kind))}</select></label>
		<label class="field">Status <select name="status">${option('pending_review', 'Open', filter.status)}${option('resolved', 'Resolved', filter.status)}${option('superseded', 'Superseded', filter.status)}</select></label>
		<label class="field">Record <input type="text" name="record" value="${filter.record}" placeholder="e.g. 1528" size="12"></label>
		<label class="field">Older than (hours) <input type="number" name="older" min="0" max="100000" value="${filter.olderHours === 0 ? '' : filter.olderHours}"></label>
		<button class="plain">Show</button></div></form>`;
}

function tableOf(frame: PageFrame, data: ConflictListData, isOpen: boolean): Html {
	const canTick = isOpen && !frame.isReadOnly;
	const rows = data.conflicts.map((conflict) => html`<tr>
		${canTick && html`<td class="tick"><input type="checkbox" name="tick" value="${conflict.id}" form="many"${data.isAllTicked && html` checked`} aria-label="${`Tick ${fieldWords(conflict.field)} of ${conflict.title ?? conflict.link}`}"><input type="hidden" name="${`seen.${conflict.id}`}" value="${conflict.version}" form="many"></td>`}
		<th scope="row"><a href="${pageLink('record', { pair: frame.pair, link: conflict.link, name: frame.name })}">${recordName(conflict)}</a></th>
		<td>${fieldWords(conflict.field)}<br><span class="quiet">${kindWords(conflict.kind)}</span></td>
		<td>${shortValue(conflict.local)}</td><td>${shortValue(conflict.remote)}</td>
		<td>${isOpen ? suggestionOf(conflict) : outcomeOf(conflict)}</td>
		<td>${durationWords(conflict.ageMs)}</td></tr>`);
	return scrollTable('Conflicts', html`<thead><tr>${canTick && html`<th scope="col" class="tick"><span class="hidden">Tick</span></th>`}<th scope="col">Record</th><th scope="col">Field</th><th scope="col">Table</th><th scope="col">OpenProject</th><th scope="col">${isOpen ? 'Suggestion' : 'Outcome'}</th><th scope="col">Age</th></tr></thead><tbody>${rows}</tbody>`);
}

const SIDES: Readonly<Record<string, string>> = { local: 'Table', remote: 'OpenProject', base: 'Agreed before' };

function suggestionOf(conflict: ConflictView): Html {
	const { suggestion } = conflict;
	if (suggestion === null) return html`<span class="quiet">none</span>`;
	const side = suggestedSide(conflict);
	const words = suggestion.choice === 'custom' ? html`Merged: ${shortValue(suggestion.value)}` : side === null ? null : (SIDES[side] ?? side);
	return words === null ? html`<span class="quiet" title="${suggestion.reason}">none</span>` : html`<b>${words}</b>. <span class="quiet">${suggestion.reason}</span>`;
}

function outcomeOf(conflict: ConflictView): Html {
	if (conflict.resolution === null) return html`<span class="quiet">closed without a choice</span>`;
	return html`${shortValue(conflict.resolution.chosen)}<br><span class="quiet">by ${conflict.resolvedBy ?? 'nobody'}${conflict.status === 'resolved' && conflict.appliedAt === null ? ', waits for the next run' : ''}</span>`;
}

function pages(frame: PageFrame, { filter, after, next }: ConflictListData): Html | null {
	if (after === null && next === null) return null;
	const query = { pair: frame.pair, name: frame.name, ...queryOf(filter) };
	return html`<nav class="pager" aria-label="More conflicts">${after !== null && html`<a href="${pageLink('conflicts', query)}">First page</a>`}${next !== null && html`<a rel="next" href="${pageLink('conflicts', { ...query, after: next })}">Next page</a>`}</nav>`;
}

/** A filter as it stands in an address. */
export function queryOf(filter: ListFilter): Readonly<Record<string, string | null>> {
	return { field: filter.field, kind: filter.kind, record: filter.record, older: filter.olderHours === 0 ? null : String(filter.olderHours), status: filter.status === 'pending_review' ? null : filter.status };
}
