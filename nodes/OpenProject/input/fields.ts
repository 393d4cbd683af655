import type { IExecuteFunctions } from 'n8n-workflow';
import { fieldsOfItem, type GivenFields } from '../../../src/openproject/workPackages';
import { InputError } from '../../n8n/InputError';
import { listOf, requiredText, valuesOf, wordOf } from '../../n8n/values';
import { isLocator, located } from './located';

/** Values to write for one item, and what of it was not a field. */
export interface ReadFields {
	readonly fields: GivenFields;
	/** Ids that decide where several people share a name. */
	readonly hints: ReadonlyMap<string, string>;
	/** Properties of the item that are no fields. */
	readonly unknown: readonly string[];
}

/** The fields to write for an item, from the form or from its properties; `customNames` are those of custom fields it may set. */
export function readFields(context: IExecuteFunctions, itemIndex: number, customNames: ReadonlySet<string>): ReadFields {
	const mode = wordOf(context.getNodeParameter('dataMode', itemIndex, 'defineBelow'), 'Fields to Write', ['autoMapInputData', 'defineBelow'] as const);
	if (mode === 'autoMapInputData') return fieldsOfItem(context.getInputData()[itemIndex]?.json ?? {}, customNames);
	return { fields: fieldsOfForm(context, itemIndex), hints: new Map(), unknown: [] };
}

function fieldsOfForm(context: IExecuteFunctions, itemIndex: number): GivenFields {
	const { customFields, ...plain } = valuesOf(context.getNodeParameter('fields', itemIndex, {}));
	const fields = new Map<string, unknown>();
	// On top of the form where there is one: only Create asks for it.
	const subject = context.getNodeParameter('subject', itemIndex, null) as unknown;
	if (subject !== null) fields.set('subject', subject);
	for (const [name, value] of Object.entries(plain)) {
		// A locator nobody has filled in is a field that was added and left alone; null from an expression takes a value away.
		if (isLocator(value) && valuesOf(value)['value'] === '') throw new InputError(name, '', 'Pick a value, or take the field out.');
		fields.set(name, isLocator(value) ? located(value, name, name === 'parent' ? 'work_packages' : name) : value);
	}
	for (const [index, entry] of listOf(valuesOf(customFields), 'field').entries()) {
		fields.set(requiredText(entry['field'], `Custom Field ${index + 1}: Field`, 'Give the name or key of a custom field.'), entry['value']);
	}
	return fields;
}
