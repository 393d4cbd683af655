import type { Json } from '../../record';
import { html, type Html } from '../html';
import { markWords } from '../markWords';

/** Characters of a text that are shown; a page is for reading. */
const MOST_CHARACTERS = 20_000;

/** A value as text; where a text is compared with another, the words that differ are marked. */
export function valueView(value: Json | undefined, comparedWith?: Json | undefined): Html {
	if (value === undefined || value === null) return html`<span class="quiet">nothing</span>`;
	if (value === '') return html`<span class="quiet">empty text</span>`;
	if (typeof value === 'string') return textView(value, comparedWith);
	if (typeof value !== 'object') return html`<span class="value">${String(value)}</span>`;
	if (Array.isArray(value)) return listView(value, comparedWith);
	const other = typeof comparedWith === 'object' && comparedWith !== null && !Array.isArray(comparedWith) ? (comparedWith as Readonly<Record<string, Json>>) : {};
	const rows = Object.entries(value as Readonly<Record<string, Json>>).map(([name, part]) => html`<dt>${name}</dt><dd>${valueView(part, Object.hasOwn(other, name) ? other[name] : undefined)}</dd>`);
	return rows.length === 0 ? html`<span class="quiet">empty</span>` : html`<dl class="parts">${rows}</dl>`;
}

/** A value on one line, cut where it is long. */
export function shortValue(value: Json | undefined): Html {
	if (value === undefined || value === null) return html`<span class="quiet">nothing</span>`;
	if (value === '') return html`<span class="quiet">empty text</span>`;
	const text = (typeof value === 'string' ? value : JSON.stringify(value)).replace(/\s+/g, ' ');
	return html`<bdi class="value">${cutAt(text, 80)}</bdi>`;
}

function textView(text: string, comparedWith: Json | undefined): Html {
	const shown = text.slice(0, MOST_CHARACTERS);
	const rest = text.length > shown.length ? html`<p class="quiet">… and ${text.length - shown.length} more characters</p>` : null;
	if (typeof comparedWith !== 'string' || comparedWith === text) return html`<bdi class="value">${shown}</bdi>${rest}`;
	const stretches = markWords(shown, comparedWith.slice(0, MOST_CHARACTERS)).map((stretch) => (stretch.isChanged ? markView(stretch.text) : html`${stretch.text}`));
	return html`<bdi class="value">${stretches}</bdi>${rest}`;
}

/** Marks words, not the space around them, which would stand out at the end of a line. */
function markView(text: string): Html {
	const words = text.trim();
	if (words === '') return html`<mark>${text}</mark>`;
	const start = text.indexOf(words);
	return html`${text.slice(0, start)}<mark>${words}</mark>${text.slice(start + words.length)}`;
}

function listView(list: readonly Json[], comparedWith: Json | undefined): Html {
	if (list.length === 0) return html`<span class="quiet">empty list</span>`;
	const others = Array.isArray(comparedWith) ? new Set(comparedWith.map((one) => JSON.stringify(one))) : null;
	const isNew = (one: Json): boolean => others !== null && !others.has(JSON.stringify(one));
	return html`<ul class="list">${list.map((one) => html`<li>${isNew(one) ? html`<mark>${valueView(one)}</mark>` : valueView(one)}</li>`)}</ul>`;
}

function cutAt(text: string, length: number): string {
	const signs = Array.from(text.slice(0, length * 2));
	return signs.length > length || text.length > length * 2 ? `${signs.slice(0, length).join('')}…` : text;
}
