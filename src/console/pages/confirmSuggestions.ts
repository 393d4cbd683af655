import type { Decision } from '../../conflicts/decideTypes';
import type { ConflictView } from '../../conflicts/types';
import { html, type Html } from '../html';
import { formView } from '../parts/formView';
import { recordName } from '../parts/operationTable';
import { scrollTable } from '../parts/scrollTable';
import { valueView } from '../parts/valueView';
import { pageLink } from '../pageLink';
import type { PageFrame } from '../types';
import { fieldWords } from '../words';
import { layout } from './layout';

export interface SuggestionsToConfirm {
	readonly conflicts: readonly ConflictView[];
	/** What following the suggestions comes to. */
	readonly decisions: readonly Decision[];
	/** What cannot be followed, and why. */
	readonly problems: readonly string[];
	/** To be sent back, so that exactly this is written. */
	readonly confirmation: string;
	/** Whether something else was shown before. */
	readonly isChanged: boolean;
	/** The record whose page the form came from; null: the list. */
	readonly link: string | null;
}

/** What following several suggestions would write, before anything is stored. */
export function confirmSuggestions(frame: PageFrame, data: SuggestionsToConfirm): Html {
	const { conflicts, decisions, problems, isChanged } = data;
	const decided = decisions.flatMap((decision) => conflicts.filter(({ id }) => 'conflict' in decision && decision.conflict === id).map((conflict) => ({ conflict, decision })));
	const rows = decided.map(({ conflict, decision }) => html`<tr>
		<th scope="row"><a href="${pageLink('record', { pair: frame.pair, link: conflict.link, name: frame.name })}">${recordName(conflict)}</a></th>
		<td>${fieldWords(conflict.field)}</td><td>${valueView(conflict.local)}</td><td>${valueView(conflict.remote)}</td>
		<td><b>${writtenView(conflict, decision)}</b></td><td class="quiet">${conflict.suggestion?.reason}</td></tr>`);
	const table = scrollTable('What will be written', html`<thead><tr><th scope="col">Record</th><th scope="col">Field</th><th scope="col">Table</th><th scope="col">OpenProject</th><th scope="col">Will be written</th><th scope="col">Why</th></tr></thead><tbody>${rows}</tbody>`);
	const count = decided.length === 1 ? '1 value' : `${decided.length} values`;
	return layout(frame, { name: null, heading: `Write ${count} as suggested?`, content: html`
		<section class="card">${isChanged && html`<p>The suggestions are not those you saw: a value or an edit time has moved since. Nothing was stored; look at them again.</p>`}
		<p>Nothing is stored yet. Both sides would come to hold what stands in the column <b>Will be written</b>.</p>
		${problems.map((problem) => html`<p class="quiet">${problem}</p>`)}</section>${table}${confirmForm(frame, data, count)}` });
}

function confirmForm(frame: PageFrame, { conflicts, decisions, confirmation, link }: SuggestionsToConfirm, count: string): Html | null {
	const hidden = (name: string, value: string): Html => html`<input type="hidden" name="${name}" value="${value}">`;
	const seen = decisions.map((decision) => ('conflict' in decision ? html`${hidden('tick', decision.conflict)}${hidden(`seen.${decision.conflict}`, decision.seen ?? '')}` : null));
	const back = pageLink(link === null ? 'conflicts' : 'record', { pair: frame.pair, link, name: frame.name });
	const shown = conflicts.filter(({ id }) => decisions.some((decision) => 'conflict' in decision && decision.conflict === id)).map(({ id }) => id).join(',');
	return formView(frame, 'decide', { fields: { ...(link === null ? {} : { link }), shown, all: 'suggested', confirmed: confirmation, name: frame.name }, content: html`${seen}<div class="actions"><button>Write ${count}</button> <a href="${back}">Write nothing</a></div>` });
}

/** A value, or for a deletion what becomes of the record. */
function writtenView(conflict: ConflictView, { choice, value }: Decision): Html {
	if (conflict.field === '*') return choice === 'local' || choice === 'remote' ? html`${conflict[choice] === null ? 'Delete on both sides' : 'Keep the record'}` : valueView(value);
	return choice === 'local' || choice === 'remote' || choice === 'base' ? valueView(conflict[choice]) : valueView(value);
}
