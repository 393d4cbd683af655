import { html, type Html } from '../html';
import { pageLink, type PageName } from '../pageLink';

/** Links to the pages before and after, for a list that is read by number. */
export function pager(page: PageName, query: Readonly<Record<string, string | null>>, { from, size, total }: { readonly from: number; readonly size: number; readonly total: number }): Html | null {
	if (total <= size && from === 0) return null;
	const to = Math.min(total, from + size);
	return html`<nav class="pager" aria-label="Pages"><span>${total === 0 ? 0 : from + 1} to ${to} of ${total}</span>
		${from > 0 && html`<a rel="prev" href="${pageLink(page, { ...query, from: Math.max(0, from - size) })}">Previous</a>`}
		${to < total && html`<a rel="next" href="${pageLink(page, { ...query, from: from + size })}">Next</a>`}</nav>`;
}
