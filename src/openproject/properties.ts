/** Properties that are a thing chosen by name from a list. */
export type NamedKind = 'status' | 'type' | 'priority' | 'version' | 'category';

/**
 * How a property of a work package is carried:
 * - `name`: a link, by the name of what it leads to; `person` and `parent`: a link, by id.
 * - `formatted`: text with markup, by its source. `date`: startDate and dueDate, which milestones hold as one `date`.
 * - `project`: a link, by name; never written.
 * - `custom`: a custom field, by whatever its schema says.
 * - `plain`: as it is in JSON.
 */
export type PropertyKind = 'name' | 'person' | 'parent' | 'project' | 'formatted' | 'date' | 'custom' | 'plain';

const KINDS: ReadonlyMap<string, PropertyKind> = new Map<string, PropertyKind>([
	['status', 'name'], ['type', 'name'], ['priority', 'name'], ['version', 'name'], ['category', 'name'],
	['assignee', 'person'], ['responsible', 'person'], ['author', 'person'],
	['parent', 'parent'], ['project', 'project'],
	['description', 'formatted'],
	['startDate', 'date'], ['dueDate', 'date'],
	...['subject', 'date', 'scheduleManually', 'ignoreNonWorkingDays', 'duration', 'estimatedTime', 'remainingTime', 'percentageDone', 'spentTime', 'readonly', 'displayId',
		'derivedStartDate', 'derivedDueDate', 'derivedEstimatedTime', 'derivedRemainingTime', 'derivedPercentageDone', 'createdAt', 'updatedAt'].map((name) => [name, 'plain'] as const),
]);

export function kindOf(property: string): PropertyKind {
	return isCustomField(property) ? 'custom' : (KINDS.get(property) ?? 'plain');
}

/** Whether a property is a custom field's key, e.g. 'customField7'. */
export function isCustomField(property: string): boolean {
	return /^customField[1-9]\d*$/.test(property);
}

/** Properties every OpenProject has, for telling a slip of the pen from a plug-in's property. */
export const knownProperties: readonly string[] = [...KINDS.keys()];

/** OpenProject's internal names, in lower case, that sometimes show in errors and filters, and the property meant. */
export const internalNames: ReadonlyMap<string, string> = new Map([
	['assignedto', 'assignee'], ['fixedversion', 'version'], ['targetversion', 'version'], ['estimatedhours', 'estimatedTime'], ['remaininghours', 'remainingTime'],
	['doneratio', 'percentageDone'], ['schedulemanually', 'scheduleManually'], ['accountable', 'responsible'],
]);

/**
 * The tracked properties that an error's attributes stand for, in the order of `tracked`. Tolerates camelCase and
 * snake_case, foreign keys ('statusId', 'assigned_to_id'), 'cf_7' and 'custom_field_7'; `date` means the dates.
 */
export function propertiesNamed(attributes: readonly string[], tracked: readonly string[]): string[] {
	const meant = new Set(attributes.flatMap(meaningsOf));
	return tracked.filter((property) => meant.has(property.toLowerCase()));
}

function meaningsOf(attribute: string): string[] {
	const joined = attribute.replace(/_/g, '').toLowerCase().replace(/^cf(?=\d+$)/, 'customfield');
	return [joined, joined.replace(/ids?$/, '')].flatMap((name) => [name, (internalNames.get(name) ?? name).toLowerCase(), ...(name === 'date' ? ['startdate', 'duedate'] : [])]);
}
