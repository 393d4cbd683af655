import { isLinked, type CustomField } from '../data/customField';
import type { WorkPackage } from '../data/model';
import { dateFilter } from './dateFilter';
import { LIST, numberFilter, OPTIONAL_LIST, textFilter, type FilterContext, type FilterKind } from './filterKinds';
import { seesPrincipal } from './visibleIds';

/**
 * The filter of a custom field, if there is one where it is asked for. It has to be 'used as a filter'; on the list of
 * all it has to be for all projects, and users and versions are none there; on a project's list it has to be enabled in
 * the project. Seen on 15.4.0, 29 November 2026.
 */
export function customFieldFilter(field: CustomField, { projectId }: FilterContext): FilterKind | undefined {
	if (field.isFilter === false || !isOffered(field, projectId)) return undefined;
	const kind = kindOf(field);
	return {
		...kind,
		compile: (spec, context) => {
			const { matches } = kind.compile(spec, context);
			return { matches: (row) => isEnabledFor(field, row) && matches(row) };
		},
	};
}

function isOffered({ format, projectIds }: CustomField, projectId: number | null): boolean {
	if (projectId !== null) return projectIds === null || projectIds.includes(projectId);
	return projectIds === null && format !== 'user' && format !== 'version';
}

function isEnabledFor({ projectIds, typeIds }: CustomField, row: WorkPackage): boolean {
	return (projectIds === null || projectIds.includes(row.projectId)) && (typeIds === null || typeIds.includes(row.typeId));
}

function kindOf(field: CustomField): FilterKind {
	if (isLinked(field)) return linkedFilter(field);
	const valueOf = (row: WorkPackage): string => String(row.customValues.get(field.id) ?? '');
	switch (field.format) {
		case 'text':
			return textFilter(valueOf);
		case 'int':
		case 'float':
			return numberFilter((row) => (valueOf(row) === '' ? null : Number(valueOf(row))));
		case 'date':
			return dateFilter(field.name, (row) => (valueOf(row) === '' ? null : valueOf(row)));
		case 'bool':
			return booleanFilter(valueOf);
		default:
			return stringFilter(valueOf);
	}
}

/** Equality minds the case, containment does not. There is no operator for 'is empty'. */
function stringFilter(valueOf: (row: WorkPackage) => string): FilterKind {
	const containing = textFilter(valueOf);
	return {
		operators: ['=', '~', '!', '!~'],
		compile: (spec, context) => {
			if (spec.operator.includes('~')) return containing.compile(spec, context);
			return { matches: (row) => spec.values.includes(valueOf(row)) === (spec.operator === '=') };
		},
	};
}

/** What was never set is false. */
function booleanFilter(valueOf: (row: WorkPackage) => string): FilterKind {
	return {
		operators: LIST,
		isValid: (value) => value === 't' || value === 'f',
		compile: ({ operator, values }) => ({ matches: (row) => ((valueOf(row) === 'true') === (values[0] === 't')) === (operator === '=') }),
	};
}

function linkedFilter(field: CustomField): FilterKind {
	const idsOf = (row: WorkPackage): readonly number[] => (row.customValues.get(field.id) as readonly number[] | undefined) ?? [];
	return {
		operators: field.format === 'hierarchy' ? LIST : OPTIONAL_LIST,
		isValid: (value, context) => (value === 'me' && field.format === 'user') || (/^\d+$/.test(value) && exists(field, Number(value), context)),
		compile: ({ operator, values }, { access }) => {
			const wanted = new Set(values.map((value) => (value === 'me' ? access.user.id : Number(value))));
			if (operator === '*') return { matches: (row) => idsOf(row).length > 0 };
			if (operator === '!*') return { matches: (row) => idsOf(row).length === 0 };
			return { matches: (row) => idsOf(row).some((id) => wanted.has(id)) === (operator === '=') };
		},
	};
}

function exists(field: CustomField, id: number, context: FilterContext): boolean {
	switch (field.format) {
		case 'user':
			return seesPrincipal(id, context);
		case 'version':
			return context.instance.database.versions.has(id);
		case 'hierarchy':
			return field.items?.some((item) => item.id === id) ?? false;
		default:
			return field.options.some((option) => option.id === id);
	}
}
