/** A link of HAL; `href` null is a link to nothing. */
export interface Link {
	readonly href: string | null;
	readonly title?: string | null;
	readonly method?: string;
	readonly templated?: boolean;
	readonly displayId?: string;
}

export type Json = Record<string, unknown>;

export const NO_LINK: Link = { href: null };

/** A time in microseconds as the API writes it: UTC, three decimals, the rest cut off. */
export function formatTime(microseconds: number): string {
	return new Date(Math.floor(microseconds / 1000)).toISOString();
}

/** A text as the API writes it; the empty one is '' and never null. */
export function formattable(raw: string): Json {
	return { format: 'markdown', raw, html: toHtml(raw) };
}

function toHtml(raw: string): string {
	if (raw.trim() === '') return '';
	const escaped = raw.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
	return escaped
		.split(/\n{2,}/)
		.map((paragraph) => `<p class="op-uc-p">${paragraph.replaceAll('\n', '<br>\n')}</p>`)
		.join('\n\n');
}

/** The shape every collection has; `embedded` goes beside the elements. */
export function collection({ elements, total = elements.length, href, type = 'Collection', page, links = {}, embedded = {} }: {
	readonly elements: readonly Json[];
	readonly total?: number;
	readonly href: string;
	readonly type?: string;
	readonly page?: { readonly pageSize: number; readonly offset: number };
	readonly links?: Json;
	readonly embedded?: Json;
}): Json {
	return {
		_type: type,
		total,
		count: elements.length,
		...(page === undefined ? {} : page),
		_embedded: { elements, ...embedded },
		_links: { self: { href }, ...links },
	};
}
