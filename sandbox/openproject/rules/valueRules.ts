import { possibleAssignees } from '../data/access';
import type { Database } from '../data/database';
import type { CustomField, CustomValue } from '../data/model';
import { violation, type ApiError } from '../http/apiError';
import type { Check, Rule } from './checks';
import { percentageOf } from './progress';

/** Characters, counted as Unicode code points. */
const MAX_SUBJECT_LENGTH = 255;

const checkSubject: Rule = ({ draft }) => {
	if (/^[\s\u00a0]*$/u.test(draft.subject)) return [violation('subject', "Subject can't be blank.")];
	return [...draft.subject].length > MAX_SUBJECT_LENGTH ? [violation('subject', `Subject is too long (maximum is ${MAX_SUBJECT_LENGTH} characters).`)] : [];
};

const checkDates: Rule = ({ instance, draft, changes }) => {
	const { startDate, dueDate, durationDays } = draft;
	const errors: ApiError[] = [];
	if (startDate !== null && dueDate !== null && dueDate < startDate) errors.push(violation('dueDate', 'Finish date must be greater than or equal to start date.'));
	if (durationDays !== null && durationDays < 1 && 'durationDays' in changes.values) errors.push(violation('duration', 'Duration must be greater than 0.'));
	const isMilestone = draft.typeId !== null && instance.database.types.get(draft.typeId)?.isMilestone === true;
	if (isMilestone && instance.database.workPackages.hasChildren(draft.id)) errors.push(violation('type', 'Type cannot be set to milestone because this work package has children.'));
	return errors;
};

const checkDurationAgrees: Rule = ({ draft, changes }) => {
	const { startDate, dueDate, durationDays } = changes.values;
	const isAllSent = typeof startDate === 'string' && typeof dueDate === 'string' && typeof durationDays === 'number';
	if (!isAllSent || dueDate < startDate) return [];
	const days = Math.round((Date.parse(dueDate) - Date.parse(startDate)) / 86_400_000) + 1;
	return draft.ignoreNonWorkingDays && days !== durationDays ? [violation('duration', 'Duration does not match the start and finish date.')] : durationFits(days, durationDays);
};

function durationFits(days: number, durationDays: number): readonly ApiError[] {
	return durationDays <= days ? [] : [violation('duration', 'Duration does not match the start and finish date.')];
}

const checkProgress: Rule = ({ draft, changes }) => {
	const { estimatedHours, remainingHours, percentageDone } = draft;
	const errors: ApiError[] = [];
	if (percentageDone !== null && (percentageDone < 0 || percentageDone > 100)) errors.push(violation('percentageDone', '% Complete must be between 0 and 100.'));
	if (estimatedHours !== null && remainingHours !== null && remainingHours > estimatedHours) {
		errors.push(violation('remainingTime', 'Remaining work is higher than Work.'));
	}
	const expected = percentageOf(estimatedHours, remainingHours);
	const isSent = 'percentageDone' in changes.values;
	if (isSent && expected !== null && percentageDone !== null && Math.abs(expected - percentageDone) > 1) {
		errors.push(violation('percentageDone', '% Complete does not match Work and Remaining work.'));
	}
	return errors;
};

const checkCustomFields: Rule = (check) => {
	const { instance, draft, before, changes } = check;
	if (draft.projectId === null || draft.typeId === null) return [];
	return instance.database.customFieldsFor(draft.projectId, draft.typeId).flatMap((field) => {
		const value = draft.customValues.get(field.id);
		const isLookedAt = before === null || changes.customValues.has(field.id);
		if (!isLookedAt) return [];
		if (value === undefined) return field.isRequired ? [violation(`customField${field.id}`, `${field.name} can't be blank.`)] : [];
		return checkCustomValue(check, field, value);
	});
};

function checkCustomValue({ instance, draft }: Check, field: CustomField, value: CustomValue): readonly ApiError[] {
	const attribute = `customField${field.id}`;
	if (typeof value === 'string' && field.maxLength > 0 && [...value].length > field.maxLength) {
		return [violation(attribute, `${field.name} is too long (maximum is ${field.maxLength} characters).`)];
	}
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

/** Every value by itself and in relation to the others of the same work package. */
export function checkValues(check: Check): readonly ApiError[] {
	return [checkSubject, checkDates, checkDurationAgrees, checkProgress, checkCustomFields].flatMap((rule) => rule(check));
}
