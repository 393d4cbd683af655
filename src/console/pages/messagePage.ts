import { html, type Html } from '../html';
import { pageLink } from '../pageLink';
import type { PageFrame } from '../types';
import { layout } from './layout';

/** A page that says one thing, and where to go from there. */
export function messagePage(frame: PageFrame, { heading, sentences, link }: { readonly heading: string; readonly sentences: readonly string[]; readonly link?: string | null }): Html {
	return layout(frame, { name: null, heading, content: html`<section class="card">${sentences.map((sentence) => html`<p>${sentence}</p>`)}
		${link !== undefined && link !== null && html`<p><a href="${pageLink('record', { pair: frame.pair, link, name: frame.name })}">Look at the record as it is now</a></p>`}
		<p><a href="${pageLink('dashboard', { pair: frame.pair, name: frame.name })}">Dashboard</a></p></section>` });
}

/** A page for somebody who is not signed in: it tells nothing of what is behind it. */
export function bareMessage(heading: string, sentence: string): Html {
	return html`<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><meta name="color-scheme" content="light dark"><title>${heading}</title></head><body><main><h1>${heading}</h1><p>${sentence}</p></main></body></html>`;
}
