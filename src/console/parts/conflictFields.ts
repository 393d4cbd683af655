import type { Choice, ConflictView } from '../../conflicts/types';
import type { Json } from '../../record';
import { inputKind, typedForm, type InputKind } from '../customValue';
import { escapeMarkup } from '../escapeText';
import { html, trusted, type Html, type Part } from '../html';
import { clockWords } from '../times';
import { fieldWords, kindWords } from '../words';
import { valueView } from './valueView';

/** One conflict: what was agreed and what both sides hold now, each with its choice; a value of one's own; the suggestion. */
export function conflictFields(conflict: ConflictView, { compareWith, isReadOnly = false }: { readonly compareWith: 'base' | 'sides'; readonly isReadOnly?: boolean }): Html {
	const isDeletion = conflict.field === '*';
	const base = conflict.base ?? undefined;
	// Without base there is only the other side to compare with.
	const against = (other: Json): Json | undefined => (conflict.kind === 'no_base' || compareWith === 'sides' ? other : base);
	const column = (heading: string, value: Json, choice: Choice, words: string, comparedWith?: Json): Html => side(conflict, { heading, content: isDeletion && value === null ? html`<p><b>Deleted</b></p>` : valueView(value, comparedWith), choice, words, isReadOnly });
	return html`<fieldset><legend><h2>${fieldWords(conflict.field)}</h2></legend>
		<p>${kindWords(conflict.kind)}.${conflict.suggestion !== null && html` ${suggestionWords(conflict.suggestion)}`}</p>
		${conflict.earlier !== null && html`<p class="quiet">Decided before by ${conflict.earlier.by} (${clockWords(conflict.earlier.at)}): ${valueView(conflict.earlier.chosen)}. That choice holds no more: it was taken back, or the values moved before it was carried out.</p>`}
		<div class="sides">
			${column('Agreed before', conflict.base, 'base', isDeletion ? '' : 'Go back to this')}
			${column('Table', conflict.local, 'local', isDeletion && conflict.local === null ? 'Delete on both sides' : isDeletion ? 'Keep the record' : 'Take the table’s', against(conflict.remote))}
			${column('OpenProject', conflict.remote, 'remote', isDeletion && conflict.remote === null ? 'Delete on both sides' : isDeletion ? 'Keep the record' : 'Take OpenProject’s', against(conflict.local))}
		</div>
		${!isReadOnly && others(conflict, isDeletion)}</fieldset>`;
}

function side(conflict: ConflictView, { heading, content, choice, words, isReadOnly }: { readonly heading: string; readonly content: Part; readonly choice: Choice; readonly words: string; readonly isReadOnly: boolean }): Html {
	const isSuggested = suggestedSide(conflict) === choice;
	return html`<div class="side${isSuggested && ' suggested'}"><h3>${heading}${isSuggested && html` <span class="badge good">suggested</span>`}</h3><div class="content" tabindex="0" role="group" aria-label="${`${heading}: ${fieldWords(conflict.field)}`}">${content}</div>
		${!isReadOnly && words !== '' && !(choice === 'base' && conflict.kind === 'no_base') && radio(conflict, choice, words)}</div>`;
}

function radio(conflict: ConflictView, choice: Choice | 'leave', words: Part, isChosen = false): Html {
	return html`<label class="choice"><input type="radio" name="${`choice.${conflict.id}`}" value="${choice}"${isChosen && html` checked`}><span>${words}</span></label>`;
}

function others(conflict: ConflictView, isDeletion: boolean): Html {
	const leave = radio(conflict, 'leave', 'Leave it open', true);
	if (isDeletion) return leave;
	const suggested = conflict.suggestion?.choice === 'custom' ? conflict.suggestion.value : undefined;
	const kind = inputKind([conflict.local, conflict.remote, conflict.base]);
	const merged = suggested !== undefined && html`<div class="side suggested"><h3>Merged from both <span class="badge good">suggested</span></h3><div class="content" tabindex="0" role="group" aria-label="Merged from both">${valueView(suggested, conflict.base)}</div></div>`;
	return html`${merged}
		${radio(conflict, 'custom', suggested === undefined ? 'Another value, typed below' : 'The merged value, as it stands below')}
		<label class="field">${hintOf(kind)}${input(conflict.id, kind, suggested ?? null)}</label>
		${radio(conflict, 'newest', 'Take whichever was edited last')}
		${leave}`;
}

function input(id: string, kind: InputKind, value: Json): Html {
	const name = `value.${id}`;
	if (kind === 'boolean') return html`<select name="${name}"><option value="true">yes</option><option value="false"${value === false && html` selected`}>no</option></select>`;
	// What is sent back must be what stands there, so nothing is made visible in it; a line feed first is dropped by browsers.
	if (kind === 'lines' || kind === 'list' || kind === 'json') return html`<textarea name="${name}" rows="5">${trusted(`\n${escapeMarkup(typedForm(kind, value))}`)}</textarea>`;
	return html`<input type="text" class="long" name="${name}"${kind === 'number' && html` inputmode="decimal"`} value="${trusted(escapeMarkup(typedForm(kind, value)))}">`;
}

function hintOf(kind: InputKind): string {
	if (kind === 'list') return 'Another value, one entry a line';
	return kind === 'json' ? 'Another value, as JSON' : 'Another value';
}

/** The side a suggestion comes to, where it is one side's value. */
export function suggestedSide({ suggestion, policies }: Pick<ConflictView, 'suggestion' | 'policies'>): string | null {
	if (suggestion?.choice !== 'newest') return suggestion?.choice ?? null;
	return policies.find(({ policy, settles }) => policy === 'newest_wins' && settles)?.choice ?? null;
}

function suggestionWords({ choice, reason }: NonNullable<ConflictView['suggestion']>): Html {
	return choice === null ? html`<span class="quiet">${reason}</span>` : html`<b>Suggestion:</b> ${reason}`;
}
