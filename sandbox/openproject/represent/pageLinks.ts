import type { Page } from '../query/paging';
import type { Json } from './primitives';

/** Address of a collection with its parameters, as its `self` link gives it. */
export function collectionHref(path: string, parameters: Readonly<Record<string, string>>, page: Page): string {
	return `${path}?${new URLSearchParams({ ...parameters, offset: String(page.offset), pageSize: String(page.pageSize) })}`;
}

/** Links to other pages: the next one only where there is one, the previous one only from page 2 on. */
export function pageLinks(path: string, parameters: Readonly<Record<string, string>>, page: Page, total: number): Json {
	const at = (offset: number): string => collectionHref(path, parameters, { ...page, offset });
	const template = new URLSearchParams(parameters);
	return {
		jumpTo: { href: `${path}?${template}&offset={offset}&pageSize=${page.pageSize}`, templated: true },
		changeSize: { href: `${path}?${template}&offset=${page.offset}&pageSize={size}`, templated: true },
		...(page.offset > 1 ? { previousByOffset: { href: at(page.offset - 1) } } : {}),
		...(page.pageSize > 0 && page.offset * page.pageSize < total ? { nextByOffset: { href: at(page.offset + 1) } } : {}),
	};
}
