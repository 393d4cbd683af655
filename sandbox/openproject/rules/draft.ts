import type { CustomValue, WorkPackage } from '../data/model';
import type { Instance } from '../instance';
import { deriveDates } from './dates';
import { deriveProgress } from './progress';
import type { Changes, Draft, WritableValues } from './values';

/** A work package with the changes in it and everything the server works out itself; not yet checked. */
export function draftOf(instance: Instance, base: Draft, changes: Changes): Draft {
	const sent: Partial<WritableValues> = changes.values;
	const changed: Draft = { ...base, ...sent, customValues: mergeCustomValues(base.customValues, changes.customValues) };
	const dated = deriveDates(instance, base, changed, sent);
	return { ...dated, ...deriveProgress(base, dated, sent) };
}

function mergeCustomValues(before: WorkPackage['customValues'], changes: Changes['customValues']): WorkPackage['customValues'] {
	if (changes.size === 0) return before;
	const after = new Map<number, CustomValue>(before);
	for (const [id, value] of changes) {
		if (value === null) after.delete(id);
		else after.set(id, value);
	}
	return after;
}
