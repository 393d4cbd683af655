import { foldName } from '../names';

/** Values to write, by what people call the field: 'subject', 'status', 'dueDate', the name or key of a custom field. */
export type GivenFields = ReadonlyMap<string, unknown>;

/** How the value of a field is given and checked. */
export type FieldForm = 'text' | 'formatted' | 'name' | 'person' | 'parent' | 'date' | 'hours' | 'percent' | 'boolean';

/** The property of a work package a field is written to, and in which form. */
export interface WritableField {
	readonly property: string;
	readonly form: FieldForm;
}

const FIELDS: ReadonlyMap<string, WritableField> = new Map<string, WritableField>([
	['subject', { property: 'subject', form: 'text' }],
	['description', { property: 'description', form: 'formatted' }],
	...(['status', 'type', 'priority', 'version', 'category'] as const).map((name) => [name, { property: name, form: 'name' }] as const),
	...(['assignee', 'responsible'] as const).map((name) => [name, { property: name, form: 'person' }] as const),
	['parent', { property: 'parent', form: 'parent' }],
	...(['startDate', 'dueDate'] as const).map((name) => [name, { property: name, form: 'date' }] as const),
	...([['estimatedHours', 'estimatedTime'], ['remainingHours', 'remainingTime'], ['estimatedTime', 'estimatedTime'], ['remainingTime', 'remainingTime']] as const).map(([name, property]) => [name, { property, form: 'hours' }] as const),
	['percentageDone', { property: 'percentageDone', form: 'percent' }],
	['scheduleManually', { property: 'scheduleManually', form: 'boolean' }],
]);

/** Ids beside names, as a simplified work package has them: each decides where the name is absent. */
const ID_FIELDS: ReadonlyMap<string, string> = new Map(['status', 'type', 'priority', 'version', 'category', 'assignee', 'responsible', 'parent'].map((name) => [`${name}Id`, name]));

/** What a simplified work package also has, and nobody writes. */
const READ_ONLY: ReadonlySet<string> = new Set(['id', 'author', 'authorId', 'project', 'projectId', 'parentSubject', 'spentHours', 'lockVersion', 'createdAt', 'updatedAt', 'url', 'outcome', 'changedFields', 'heldOtherwise', 'key']);

/** The field of that name that every work package has; undefined for custom fields and anything else. */
export function writableField(name: string): WritableField | undefined {
	return FIELDS.get(name);
}

/** The names of fields every work package has. */
export const writableNames: readonly string[] = [...FIELDS.keys()];

/** An item's properties sorted by what can be done with them. */
export interface SortedProperties {
	readonly fields: GivenFields;
	/** Ids that say which one is meant where several share the name given. */
	readonly hints: ReadonlyMap<string, string>;
	/** Names that are neither fields nor known to be read-only. */
	readonly unknown: readonly string[];
}

/** Takes every property of an item that is a field, by the names of simplified work packages; `custom` names custom fields. */
export function fieldsOfItem(item: Readonly<Record<string, unknown>>, custom: ReadonlySet<string>): SortedProperties {
	const fields = new Map<string, unknown>();
	const hints = new Map<string, string>();
	const unknown: string[] = [];
	for (const [name, value] of Object.entries(item)) {
		const idOf = ID_FIELDS.get(name);
		if (value === undefined) continue;
		if (FIELDS.has(name) || custom.has(name) || custom.has(foldName(name))) fields.set(name, value);
		else if (idOf !== undefined && !Object.hasOwn(item, idOf)) fields.set(idOf, value);
		else if (idOf !== undefined) hints.set(idOf, String(value));
		else if (!READ_ONLY.has(name)) unknown.push(name);
	}
	return { fields, hints, unknown };
}
