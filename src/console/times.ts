import { durationWords } from '../metrics/durationWords';
import { html, type Html } from './html';

/** How long ago something was: '3 minutes ago', or 'just now'. */
export function agoWords(ms: number): string {
	return ms < 5000 ? 'just now' : `${durationWords(ms)} ago`;
}

/** A time with how long ago that was. */
export function timeView(iso: string, nowMs: number): Html {
	const ms = Date.parse(iso);
	if (Number.isNaN(ms)) return html`${iso}`;
	return html`<time datetime="${iso}" title="${iso}"><span>${clockWords(iso)}</span> <span class="quiet">(${agoWords(nowMs - ms)})</span></time>`;
}

/** '2026-11-21 15:22 UTC'. */
export function clockWords(iso: string): string {
	return `${iso.slice(0, 10)} ${iso.slice(11, 16)} UTC`;
}
