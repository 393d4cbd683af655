import type { CustomField, CustomFieldFormat } from '../data/customField';
import { isLinked } from '../data/customField';
import type { Json } from './primitives';

const CUSTOM_TYPE: Record<CustomFieldFormat, string> = {
	string: 'String',
	text: 'Formattable',
	link: 'Link',
	int: 'Integer',
	float: 'Float',
	bool: 'Boolean',
	date: 'Date',
	list: 'CustomOption',
	user: 'User',
	version: 'Version',
	hierarchy: 'CustomField::Hierarchy::Item',
};

interface PropertyOptions {
	readonly required?: boolean;
	readonly writable?: boolean;
	readonly hasDefault?: boolean;
	readonly [option: string]: unknown;
}

/** What a schema says of one property. */
export function property(type: string, name: string, { required = true, writable = true, hasDefault = false, ...more }: PropertyOptions = {}): Json {
	return { type, name, required, hasDefault, writable, options: {}, ...more };
}

/** The same of a property that is a link; which values it may have is for a form to add. */
export function linked(type: string, name: string, options: PropertyOptions = {}): Json {
	const { options: none, ...said } = property(type, name, options);
	return { ...said, location: '_links', _links: {} };
}

export function dateProperties(): Json {
	const derived = { required: false, writable: false };
	return {
		startDate: property('Date', 'Start date', { required: false }),
		dueDate: property('Date', 'Finish date', { required: false }),
		derivedStartDate: property('Date', 'Derived start date', derived),
		derivedDueDate: property('Date', 'Derived finish date', derived),
		duration: property('Duration', 'Duration', { required: false }),
	};
}

export function effortProperties({ writesPercentageDone }: { readonly writesPercentageDone: boolean }): Json {
	const derived = { required: false, writable: false };
	return {
		estimatedTime: property('Duration', 'Work', { required: false }),
		derivedEstimatedTime: property('Duration', 'Total work', derived),
		remainingTime: property('Duration', 'Remaining work', { required: false }),
		derivedRemainingTime: property('Duration', 'Total remaining work', derived),
		spentTime: property('Duration', 'Spent time', derived),
		percentageDone: property('Integer', '% Complete', { required: false, writable: writesPercentageDone }),
		derivedPercentageDone: property('Integer', 'Total % complete', derived),
	};
}

/** What a schema says of a custom field. */
export function customProperty(field: CustomField): Json {
	const type = `${field.isMulti ? '[]' : ''}${CUSTOM_TYPE[field.format]}`;
	if (isLinked(field)) return linked(type, field.name, { required: field.isRequired });
	const hasDefault = field.defaultValue !== undefined && field.defaultValue !== '';
	return property(type, field.name, { required: field.isRequired, hasDefault, ...(field.maxLength > 0 ? { maxLength: field.maxLength } : {}) });
}
