import { arrayAt, own, stringAt } from './json';
import type { RawObject } from './json';

/** A value a list, version, hierarchy or user custom field may take. */
export interface AllowedValue {
	readonly href: string;
	/** As a work package shows it, unless several show the same: then the path, 'West / Coast'. */
	readonly name: string;
	/** What else it may be called: of an item of a hierarchy its label without its short form, and its path. */
	readonly aliases?: readonly string[];
}

/** The values that a property of a schema or form carries itself. */
export function allowedOfProperty(property: RawObject): readonly AllowedValue[] {
	const links = own(own(property, '_links'), 'allowedValues');
	const embedded = arrayAt(property, '_embedded', 'allowedValues');
	const allowed = [...(Array.isArray(links) ? links : []).map(allowedOfLink), ...embedded.map(allowedOfResource)].filter((value) => value !== null);
	return [...new Map(allowed.map((value) => [value.href, value])).values()];
}

/** Where a property's values are listed instead, null where nowhere. */
export function allowedHrefOf(property: RawObject): string | null {
	return stringAt(property, '_links', 'allowedValues', 'href');
}

/** The values of a list of resources: versions, people, options, items of a hierarchy. */
export function allowedOfElements(elements: readonly unknown[]): readonly AllowedValue[] {
	const plain = elements.map(allowedOfResource).filter((value) => value !== null);
	if (!elements.some((element) => stringAt(element, '_type') === 'HierarchyItem')) return plain;
	const counts = new Map<string, number>();
	for (const { name } of plain) counts.set(name, (counts.get(name) ?? 0) + 1);
	const items = new Map(elements.map((element) => [stringAt(element, '_links', 'self', 'href') ?? '', element]));
	return plain.map(({ href, name }) => {
		const path = pathOf(href, items);
		const label = stringAt(items.get(href), 'label');
		return { href, name: counts.get(name) === 1 ? name : path, aliases: [path, name, ...(label === null ? [] : [label])] };
	});
}

/** The names of an item and all above it, the uppermost first, joined as OpenProject shows them. */
function pathOf(href: string, items: ReadonlyMap<string, unknown>): string {
	const names: string[] = [];
	const seen = new Set<string>();
	for (let at: string | null = href; at !== null && !seen.has(at); at = stringAt(items.get(at), '_links', 'parent', 'href')) {
		seen.add(at);
		const name = allowedOfResource(items.get(at))?.name;
		if (name !== undefined) names.unshift(name);
	}
	return names.join(' / ');
}

function allowedOfLink(link: unknown): AllowedValue | null {
	const href = stringAt(link, 'href');
	const name = stringAt(link, 'title');
	return href === null || name === null ? null : { href, name };
}

/** A custom option has a `value`, everything else a `name`; the item at the top of a hierarchy has none. */
function allowedOfResource(resource: unknown): AllowedValue | null {
	const self = own(own(resource, '_links'), 'self');
	const href = stringAt(self, 'href');
	const name = stringAt(resource, 'value') ?? stringAt(resource, 'name') ?? stringAt(self, 'title');
	return href === null || name === null ? null : { href, name };
}

/** What links lead to whose title several others have too, by the address in the link. */
export function namesOfTwins(values: readonly AllowedValue[]): ReadonlyMap<string, string> {
	return new Map(values.filter(({ name, aliases }) => aliases?.[0] === name && name.includes(' / ')).map(({ href, name }) => [href, name]));
}
