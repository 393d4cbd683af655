import type { FieldMapping, FieldOwner } from '../../../src/mapping';
import { InputError } from '../../n8n/InputError';
import { lensOf, lensOfJson } from './lens';
import { policyOf } from './policies';
import { jsonOf, listOf, requiredText, textOf, textsOf, valuesOf, wordOf, type Values } from '../../n8n/values';

const OWNERS: readonly FieldOwner[] = ['both', 'local', 'remote'];

/** The fields of a custom mapping, from the form or from JSON. At least one. */
export function customFields(values: { readonly specifyFields: unknown; readonly fields: unknown; readonly fieldsJson: unknown }, timeZone: string): readonly FieldMapping[] {
	const fields = values.specifyFields === 'json' ? fieldsFromJson(values.fieldsJson, timeZone) : fieldsFromForm(values.fields, timeZone);
	if (fields.length === 0) throw new InputError('Fields', undefined, 'Add at least one field, or pick a preset under Field Mapping.');
	return fields;
}

function fieldsFromForm(value: unknown, timeZone: string): readonly FieldMapping[] {
	return listOf(valuesOf(value), 'field').map((field, index) => {
		const label = labelOf(field, index);
		const sides = sidesOf(field, label);
		const ownPolicy = field['kind'] !== undefined && field['kind'] !== 'pair';
		return fieldOf(field, label, {
			...sides,
			lens: lensOf(field, sides.local, timeZone, label),
			...(ownPolicy ? { policies: [policyOf(field, label)] } : {}),
		});
	});
}

function fieldsFromJson(value: unknown, timeZone: string): readonly FieldMapping[] {
	const json = jsonOf(value, 'Fields (JSON)');
	if (!Array.isArray(json)) throw new InputError('Fields (JSON)', value, 'Give an array of fields.');
	return json.map((entry: unknown, index) => {
		const field = valuesOf(entry);
		const label = labelOf(field, index);
		const policies = field['policies'];
		if (policies !== undefined && !Array.isArray(policies)) throw new InputError(`${label}: policies`, policies, 'Give an array of policies.');
		return fieldOf(field, label, {
			...sidesOf(field, label),
			lens: lensOfJson(valuesOf(field['lens']), timeZone, label),
			...(Array.isArray(policies) ? { policies: policies.map((policy) => policyOf(valuesOf(policy), label)) } : {}),
		});
	});
}

function labelOf(field: Values, index: number): string {
	const name = textOf(field['name'], `Field ${index + 1}: Name`, '');
	return name === '' ? `Field ${index + 1}` : `Field '${name}'`;
}

function sidesOf(field: Values, label: string): { readonly local: readonly string[]; readonly remote: readonly string[] } {
	const local = textsOf(field['local'], `${label}: Columns`);
	const remote = textsOf(field['remote'], `${label}: Properties`);
	if (local.length === 0) throw new InputError(`${label}: Columns`, field['local'], 'Name the column of the table.');
	if (remote.length === 0) throw new InputError(`${label}: Properties`, field['remote'], 'Name the property of the work package, e.g. subject.');
	return { local, remote };
}

function fieldOf(field: Values, label: string, parts: Pick<FieldMapping, 'local' | 'remote' | 'lens' | 'policies'>): FieldMapping {
	const group = textOf(field['group'], `${label}: Group`, '');
	return {
		name: requiredText(field['name'], `${label}: Name`, 'Give the field a name.'),
		...parts,
		owner: wordOf(field['owner'], `${label}: Owner`, OWNERS, 'both'),
		...(group === '' ? {} : { group }),
	};
}
