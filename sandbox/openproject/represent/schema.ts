import type { CustomField, CustomFieldFormat } from '../data/model';
import type { Instance } from '../instance';
import type { Json } from './primitives';

const CUSTOM_TYPE: Record<CustomFieldFormat, string> = {
	string: 'String',
	text: 'Formattable',
	int: 'Integer',
	float: 'Float',
	bool: 'Boolean',
	date: 'Date',
	list: 'CustomOption',
	user: 'User',
};

/** The schema of a type in a project: which properties exist, what they are called, whether they can be written. */
export function representSchema({ database }: Instance, projectId: number, typeId: number): Json {
	const isMilestone = database.types.get(typeId)?.isMilestone ?? false;
	const fields = database.customFieldsFor(projectId, typeId);
	return {
		_type: 'Schema',
		_dependencies: [],
		_attributeGroups: [],
		lockVersion: property('Integer', 'Lock Version', { writable: false }),
		id: property('Integer', 'ID', { writable: false }),
		subject: property('String', 'Subject', { minLength: 1, maxLength: 255 }),
		description: property('Formattable', 'Description', { required: false }),
		...(isMilestone ? { date: property('Date', 'Date', { required: false }) } : dateProperties()),
		...effortProperties(),
		createdAt: property('DateTime', 'Created on', { writable: false }),
		updatedAt: property('DateTime', 'Updated on', { writable: false }),
		author: property('User', 'Author', { writable: false, location: '_links' }),
		project: linked('Project', 'Project', true),
		parent: linked('WorkPackage', 'Parent', false),
		assignee: { ...linked('User', 'Assignee', false), _links: { allowedValues: { href: `/api/v3/projects/${projectId}/available_assignees` } } },
		responsible: { ...linked('User', 'Accountable', false), _links: { allowedValues: { href: `/api/v3/projects/${projectId}/available_assignees` } } },
		type: linked('Type', 'Type', true),
		status: linked('Status', 'Status', true),
		category: linked('Category', 'Category', false),
		version: linked('Version', 'Version', false),
		priority: linked('Priority', 'Priority', true),
		...Object.fromEntries(fields.map((field) => [`customField${field.id}`, customProperty(field, projectId)])),
		_links: { self: { href: `/api/v3/work_packages/schemas/${projectId}-${typeId}` } },
	};
}

function property(type: string, name: string, { required = true, writable = true, ...more }: { required?: boolean; writable?: boolean; [option: string]: unknown } = {}): Json {
	return { type, name, required, hasDefault: false, writable, options: {}, ...more };
}

function linked(type: string, name: string, required: boolean): Json {
	return property(type, name, { required, hasDefault: type === 'Status' || type === 'Priority', location: '_links' });
}

function dateProperties(): Json {
	const derived = { required: false, writable: false };
	return {
		scheduleManually: property('Boolean', 'Manual scheduling', { required: false, hasDefault: true }),
		ignoreNonWorkingDays: property('Boolean', 'Ignore non working days', { required: false }),
		startDate: property('Date', 'Start date', { required: false }),
		dueDate: property('Date', 'Finish date', { required: false }),
		derivedStartDate: property('Date', 'Derived start date', derived),
		derivedDueDate: property('Date', 'Derived finish date', derived),
		duration: property('Duration', 'Duration', { required: false }),
	};
}

function effortProperties(): Json {
	const derived = { required: false, writable: false };
	return {
		estimatedTime: property('Duration', 'Work', { required: false }),
		derivedEstimatedTime: property('Duration', 'Total work', derived),
		remainingTime: property('Duration', 'Remaining work', { required: false }),
		derivedRemainingTime: property('Duration', 'Total remaining work', derived),
		spentTime: property('Duration', 'Spent time', derived),
		percentageDone: property('Integer', '% Complete', { required: false }),
		derivedPercentageDone: property('Integer', 'Total % complete', derived),
		readonly: property('Boolean', 'Read only', derived),
	};
}

function customProperty(field: CustomField, projectId: number): Json {
	const type = `${field.isMulti ? '[]' : ''}${CUSTOM_TYPE[field.format]}`;
	const options = { required: field.isRequired, ...(field.maxLength > 0 ? { maxLength: field.maxLength } : {}) };
	if (field.format === 'list') {
		const allowedValues = field.options.map(({ id, value }) => ({ href: `/api/v3/custom_options/${id}`, title: value }));
		return { ...property(type, field.name, { ...options, location: '_links' }), _links: { allowedValues } };
	}
	if (field.format === 'user') {
		return { ...property(type, field.name, { ...options, location: '_links' }), _links: { allowedValues: { href: `/api/v3/projects/${projectId}/available_assignees` } } };
	}
	return property(type, field.name, options);
}
