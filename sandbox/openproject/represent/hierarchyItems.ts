import type { CustomField, HierarchyItem } from '../data/customField';
import { collection, type Json } from './primitives';

/** 'Pump house (P1)': the label, and the short form where there is one. */
export function itemTitle(item: HierarchyItem | undefined): string {
	if (item === undefined) return '';
	return item.short === null ? (item.label ?? '') : `${item.label} (${item.short})`;
}

/** All items of a field of the kind hierarchy, the root first, children after their parents. */
export function representItems(field: CustomField): Json {
	const items = inOrder(field.items ?? []);
	return collection({ elements: items.map((item) => representItem(item, field)), href: `/api/v3/custom_fields/${field.id}/items` });
}

export function representItem(item: HierarchyItem, { items = [] }: CustomField): Json {
	const parent = items.find(({ id }) => id === item.parentId);
	const depth = depthOf(item, items);
	return {
		_type: 'HierarchyItem',
		id: item.id,
		label: item.label,
		...(item.short === null ? {} : { short: item.short }),
		depth: depth < 0 ? null : depth,
		_links: {
			self: { href: hrefOf(item), title: item.label === null ? null : itemTitle(item) },
			...(parent === undefined ? {} : { parent: { href: hrefOf(parent), title: parent.label } }),
			children: items.filter(({ parentId }) => parentId === item.id).map((child) => ({ href: hrefOf(child), title: child.label })),
			branch: { href: `${hrefOf(item)}/branch` },
		},
	};
}

/** The item and everything above it, the root first. */
export function representBranch(item: HierarchyItem, field: CustomField): Json {
	const branch: HierarchyItem[] = [];
	for (let next: HierarchyItem | undefined = item; next !== undefined; next = field.items?.find(({ id }) => id === next?.parentId)) branch.unshift(next);
	return collection({ elements: branch.map((one) => representItem(one, field)), href: `${hrefOf(item)}/branch` });
}

function hrefOf({ id }: HierarchyItem): string {
	return `/api/v3/custom_field_items/${id}`;
}

/** The root is at -1. */
function depthOf(item: HierarchyItem, items: readonly HierarchyItem[]): number {
	const parent = items.find(({ id }) => id === item.parentId);
	return parent === undefined ? -1 : depthOf(parent, items) + 1;
}

function inOrder(items: readonly HierarchyItem[], parentId: number | null = null): readonly HierarchyItem[] {
	return items.filter((item) => item.parentId === parentId).flatMap((item) => [item, ...inOrder(items, item.id)]);
}
