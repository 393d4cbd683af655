import { ConfigurationError } from '../errors';
import { closestNames } from '../closestNames';
import type { CustomField } from './customFields';
import type { Lookups } from './lookups';
import { isSameName } from './names';
import { isCustomField, kindOf, knownProperties } from './properties';
import type { NamedKind } from './properties';
import { requireField } from './requireField';

/** Where properties are looked for. */
export interface Place {
	readonly lookups: Lookups;
	readonly typeIds: readonly string[];
	readonly place: string;
}

/** @throws ConfigurationError for a property that the types do not have, with the closest ones. */
export async function checkProperties(properties: readonly string[], { lookups, typeIds, place }: Place): Promise<void> {
	// What is chosen by name is looked up now, so that no write has to wait for it.
	for (const property of properties) if (kindOf(property) === 'name') await lookups.list(property as NamedKind);
	const unknown = properties.filter((property) => !knownProperties.includes(property));
	if (unknown.length === 0) return;
	const { fields, plainProperties } = await lookups.schema(typeIds);
	for (const property of unknown) {
		if (isCustomField(property)) {
			const field = await requireField(property, { lookups, typeIds, place });
			// Only with all of a hierarchy at hand can it be told which of two items of one name a work package shows.
			if (field.isHierarchy) await lookups.allowedValues(field, typeIds);
		}
		else if (!plainProperties.has(property)) throw new ConfigurationError(unknownProperty(property, [...fields.values()]));
	}
}

function unknownProperty(property: string, fields: readonly CustomField[]): string {
	const field = fields.find((one) => isSameName(one.name, property, { anyCase: true }));
	if (field !== undefined) return `Work packages have no property '${property}'. The custom field of that name is the property '${field.key}'.`;
	const closest = closestNames(property, knownProperties);
	return `Work packages have no property '${property}'. ${closest.length === 0 ? `There are: ${knownProperties.slice(0, 12).join(', ')}, …, and custom fields as customField1.` : `Closest: ${closest.join(', ')}.`}`;
}
