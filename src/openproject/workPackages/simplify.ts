import { hoursOf } from '../../record';
import type { Json, JsonObject } from '../../record';
import { extractRecord } from '../extractRecord';
import { idOfHref } from '../ids';
import { at, own, stringAt } from '../json';
import { isCustomField } from '../properties';
import type { NamesByKey } from './fieldNames';
import type { WorkPackage } from './workPackage';

const LINKED = ['project', 'type', 'status', 'priority', 'author', 'assignee', 'responsible', 'version', 'category'] as const;
/** Never a property of an item: n8n takes an item with it for a failed one. */
const RESERVED = 'error';

/**
 * A work package as one flat object: names beside ids (`status`, `statusId`), times in hours, the source of texts, and
 * custom fields under their own names. `baseUrl` is the address people open, null where it is not known. A custom field whose name is taken keeps its key, e.g. customField7.
 */
export function simplify({ json }: WorkPackage, names: NamesByKey, baseUrl: string | null): JsonObject {
	const id = Number(own(json, 'id'));
	const plain: Array<readonly [string, Json]> = [
		['id', id],
		['subject', plainOf(own(json, 'subject'))],
		['description', stringAt(json, 'description', 'raw') ?? ''],
		...LINKED.flatMap((name) => linked(json, name)),
		['parentId', numberOf(idOfHref(stringAt(json, '_links', 'parent', 'href')))],
		['parentSubject', titleAt(json, 'parent')],
		...Object.entries(extractRecord(json, ['startDate', 'dueDate'])),
		['estimatedHours', hoursAt(json, 'estimatedTime')],
		['remainingHours', hoursAt(json, 'remainingTime')],
		['spentHours', hoursAt(json, 'spentTime')],
		['percentageDone', plainOf(own(json, 'percentageDone'))],
		['scheduleManually', plainOf(own(json, 'scheduleManually'))],
		['lockVersion', plainOf(own(json, 'lockVersion'))],
		['createdAt', plainOf(own(json, 'createdAt'))],
		['updatedAt', plainOf(own(json, 'updatedAt'))],
		...(baseUrl === null ? [] : [['url', `${baseUrl}/work_packages/${id}`] as const]),
	];
	return Object.fromEntries([...plain, ...customValues(json, names, new Set(plain.map(([name]) => name)))]);
}

function customValues(json: unknown, names: NamesByKey, taken: ReadonlySet<string>): ReadonlyArray<readonly [string, Json]> {
	const keys = [...new Set([...Object.keys(json as object), ...Object.keys((own(json, '_links') ?? {}) as object)])].filter(isCustomField);
	const counts = new Map<string, number>();
	for (const key of keys) counts.set(names.get(key) ?? key, (counts.get(names.get(key) ?? key) ?? 0) + 1);
	return keys.map((key) => {
		const name = names.get(key) ?? key;
		const isFree = !taken.has(name) && name !== RESERVED && counts.get(name) === 1;
		return [isFree ? name : key, customValue(json, key)] as const;
	});
}

/** People by name: their ids are in OpenProject's own form. */
function customValue(json: unknown, key: string): Json {
	const link = at(json, '_links', key);
	if (link === undefined) return extractRecord(json, [key])[key] ?? null;
	return Array.isArray(link) ? link.map((one) => stringAt(one, 'title')).filter((title) => title !== null) : stringAt(link, 'title');
}

function linked(json: unknown, name: string): ReadonlyArray<readonly [string, Json]> {
	return [[name, titleAt(json, name)], [`${name}Id`, numberOf(idOfHref(stringAt(json, '_links', name, 'href')))]];
}

function titleAt(json: unknown, name: string): string | null {
	if (stringAt(json, '_links', name, 'href') === null) return null;
	return stringAt(json, '_links', name, 'title') ?? stringAt(json, '_embedded', name, 'name');
}

function hoursAt(json: unknown, name: string): number | null {
	return hoursOf(stringAt(json, name) ?? '');
}

function numberOf(id: string | null): number | null {
	return id === null ? null : Number(id);
}

function plainOf(value: unknown): Json {
	return (value ?? null) as Json;
}
