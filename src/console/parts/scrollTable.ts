import { html, type Html } from '../html';

/** A table that scrolls by itself where the screen is narrower, by keyboard too. */
export function scrollTable(caption: string, content: Html): Html {
	return html`<div class="scroll" role="region" tabindex="0" aria-label="${caption}"><table><caption class="hidden">${caption}</caption>${content}</table></div>`;
}
