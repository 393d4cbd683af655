import { possibleAssignees } from '../data/access';
import type { Database } from '../data/database';
import type { CustomField, CustomFieldFormat, CustomValue } from '../data/model';
import { violation, type ApiError } from '../http/apiError';
import type { Check, Rule } from './checks';
import { checkDates } from './dateRules';
import { checkProgress } from './progressRules';

/** Characters, counted as Unicode code points. */
const MAX_SUBJECT_LENGTH = 255;

/** The subject by itself. */
export const checkSubject: Rule = ({ draft }) => {
	if (/^[\s\u00a0]*$/u.test(draft.subject)) return [violation('subject', "Subject can't be blank.")];
	return [...draft.subject].length > MAX_SUBJECT_LENGTH ? [violation('subject', `Subject is too long (maximum is ${MAX_SUBJECT_LENGTH} characters).`)] : [];
};

const checkCustomFields: Rule = (check) => {
	const { instance, draft, before, changes } = check;
	if (draft.projectId === null || draft.typeId === null) return [];
	return instance.database.customFieldsFor(draft.projectId, draft.typeId).flatMap((field) => {
		const value = draft.customValues.get(field.id);
		const isLookedAt = before === null || changes.customValues.has(field.id) || instance.rules.requiredFieldsOnEdit === 'all';
		if (!isLookedAt) return [];
		if (value === undefined || value === '') return field.isRequired ? [violation(`customField${field.id}`, `${field.name} can't be blank.`)] : [];
		return checkCustomValue(check, field, value);
	});
};

/** What is wrong with the form of a value, by kind of field. Seen on 15.4.0, 29 November 2026. */
const FORMS: Partial<Record<CustomFieldFormat, (value: CustomValue) => string | undefined>> = {
	int: (value) => (typeof value === 'string' ? 'is not an integer.' : undefined),
	float: (value) => (typeof value === 'string' ? 'is not a number.' : undefined),
	link: (value) => (/\s/.test(String(value)) ? 'is not a valid URL.' : undefined),
};

function checkCustomValue({ instance, draft }: Check, field: CustomField, value: CustomValue): readonly ApiError[] {
	const attribute = `customField${field.id}`;
	if (typeof value === 'string' && field.maxLength > 0 && [...value].length > field.maxLength) {
		return [violation(attribute, `${field.name} is too long (maximum is ${field.maxLength} characters).`)];
	}
	const complaint = FORMS[field.format]?.(value);
	if (complaint !== undefined) return [violation(attribute, `${field.name} ${complaint}`)];
	if (typeof value !== 'object') return [];
	const allowed = allowedIds(field, instance.database, draft.projectId!);
	const areAllowed = value.every((id) => allowed.includes(id)) && (field.isMulti || value.length === 1);
	return areAllowed ? [] : [violation(attribute, `${field.name} is not set to one of the allowed values.`)];
}

function allowedIds(field: CustomField, database: Database, projectId: number): readonly number[] {
	switch (field.format) {
		case 'user':
			return possibleAssignees(database, projectId).map(({ id }) => id);
		case 'version':
			return database.versionsOf(projectId).filter(({ status }) => status === 'open').map(({ id }) => id);
		case 'hierarchy':
			return (field.items ?? []).filter(({ parentId }) => parentId !== null).map(({ id }) => id);
		default:
			return field.options.map(({ id }) => id);
	}
}

/** Every value but the subject, by itself and in relation to the others of the same work package. */
export function checkValues(check: Check): readonly ApiError[] {
	return [checkDates, checkProgress, checkCustomFields].flatMap((rule) => rule(check));
}
