import { ConfigurationError } from '../errors';
import type { Place } from './checkProperties';
import { customFieldNamed } from './customFields';
import type { CustomField } from './customFields';

/**
 * A custom field by name or key among those of the types in question.
 *
 * @throws ConfigurationError where there is none: which types of the project have it, or the closest names.
 */
export async function requireField(given: string, { lookups, typeIds, place }: Place): Promise<CustomField> {
	const { fields } = await lookups.schema(typeIds);
	try {
		return customFieldNamed(given, fields, place);
	} catch (error) {
		if (!(error instanceof ConfigurationError)) throw error;
		throw (await enabledElsewhere(given, { lookups, typeIds, place })) ?? error;
	}
}

/** The error for a field that other types of the project have; null where none has it. */
async function enabledElsewhere(given: string, { lookups, typeIds, place }: Place): Promise<ConfigurationError | null> {
	const others = (await lookups.list('type')).filter((type) => !typeIds.includes(type.id));
	const having: string[] = [];
	let field: CustomField | null = null;
	for (const type of others) {
		const found = fieldOrNull(given, (await lookups.schema([type.id])).fields);
		if (found === null) continue;
		field = found;
		having.push(type.name);
	}
	if (field === null) return null;
	return new ConfigurationError(`The custom field '${field.name}' (${field.key}) is not enabled for ${place}; in this project it is for: ${having.join(', ')}. Tick the type at the field in OpenProject under Administration > Custom fields.`);
}

function fieldOrNull(given: string, fields: ReadonlyMap<string, CustomField>): CustomField | null {
	try {
		return customFieldNamed(given, fields, '');
	} catch {
		return null;
	}
}
