import { ConfigurationError } from '../errors';
import type { Place } from './checkProperties';
import { closestSentence, labelOf } from './lookups';
import { kindOf } from './properties';
import type { NamedKind } from './properties';

/** @throws ConfigurationError for names of a mapping, per property, that OpenProject does not have, with the closest ones. */
export async function checkValueNames(valueNames: Readonly<Record<string, readonly string[]>>, { lookups, typeIds, place }: Place): Promise<void> {
	for (const [property, names] of Object.entries(valueNames)) {
		const known = await knownNames(property, { lookups, typeIds, place });
		if (known === null) continue;
		const missing = names.filter((name) => !known.names.includes(name));
		const first = missing[0];
		if (first === undefined) continue;
		throw new ConfigurationError(
			`The mapping of '${property}' uses ${missing.map((name) => `'${name}'`).join(', ')}, but OpenProject has no such ${known.label}. ${missing.length === 1 ? closestSentence(first, known.names) : `There are: ${known.names.join(', ')}.`}`,
			{ data: { property, names: missing } },
		);
	}
}

/** Null where the values of a property are not from a list. */
async function knownNames(property: string, { lookups, typeIds }: Place): Promise<{ readonly names: readonly string[]; readonly label: string } | null> {
	if (kindOf(property) === 'name') return { names: (await lookups.list(property as NamedKind)).map((thing) => thing.name), label: labelOf(property as NamedKind) };
	const field = (await lookups.schema(typeIds)).fields.get(property);
	if (field === undefined || !(field.isHierarchy || /^(\[\])?(CustomOption|Version)$/.test(field.type))) return null;
	const allowed = await lookups.allowedValues(field, typeIds);
	return allowed === null ? null : { names: allowed.map((value) => value.name), label: `values of the custom field '${field.name}'` };
}
