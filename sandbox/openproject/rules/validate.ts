import { mergeErrors, readOnlyProperty, type ApiError } from '../http/apiError';
import type { WorkPackage } from '../data/model';
import type { Check } from './checks';
import { checkReferences } from './referenceRules';
import { checkSubject, checkValues } from './valueRules';
import type { Draft } from './values';
import { checkWritable } from './writableRules';

/** Everything that is wrong with a draft. `readOnly` are properties that were sent though they can never be written. */
export function errorsOf(check: Check, readOnly: readonly string[]): readonly ApiError[] {
	return [...readOnly.map(readOnlyProperty), ...checkWritable(check), ...checkSubject(check), ...checkReferences(check), ...checkValues(check)];
}

/**
 * The draft as a work package, if every rule accepts it. Throws one error, or MultipleErrors when several rules
 * are broken. `readOnly` are properties that were sent though they can never be written.
 */
export function validated(check: Check, readOnly: readonly string[]): Draft & Pick<WorkPackage, 'projectId' | 'typeId' | 'statusId' | 'priorityId'> {
	const errors = errorsOf(check, readOnly);
	if (errors.length > 0) throw mergeErrors(errors);
	const { projectId, typeId, statusId, priorityId } = check.draft;
	if (projectId === null || typeId === null || statusId === null || priorityId === null) throw new Error('A work package without project, type, status or priority passed all rules.');
	return { ...check.draft, projectId, typeId, statusId, priorityId };
}
