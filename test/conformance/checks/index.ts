import type { Area, Check } from '../check';
import { createChecks } from './create';
import { customFieldChecks } from './customFields';
import { deleteChecks } from './delete';
import { listChecks } from './list';
import { otherChecks } from './other';
import { updateChecks } from './update';

const CHECKS: Readonly<Record<Area, readonly Check[]>> = {
	create: createChecks,
	customFields: customFieldChecks,
	update: updateChecks,
	delete: deleteChecks,
	list: listChecks,
	other: otherChecks,
};

/** Every behaviour that is checked, in the order of the table of results. */
export const ALL_CHECKS: readonly Check[] = Object.values(CHECKS).flatMap((checks) => [...checks].sort((a, b) => a.id.localeCompare(b.id)));
