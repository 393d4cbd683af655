import type { Priority, Status, WorkPackageType } from './model';

/** Statuses of a fresh OpenProject, in its order: the first is number 1. */
const STATUS_NAMES = [
	['New', '#1098AD'],
	['In specification', '#74C0FC'],
	['Specified', '#4DABF7'],
	['Confirmed', '#228BE6'],
	['To be scheduled', '#DFE317'],
	['Scheduled', '#A9E34B'],
	['In progress', '#CC5DE8'],
	['Developed', '#15AABF'],
	['In testing', '#3BC9DB'],
	['Tested', '#0CA678'],
	['Test failed', '#FA5252'],
	['Closed', '#DEE2E6'],
	['On hold', '#FF922B'],
	['Rejected', '#FFA8A8'],
] as const;

export const SEED_STATUSES: readonly Status[] = STATUS_NAMES.map(([name, color], index) => ({
	id: index + 1,
	name,
	color,
	isClosed: name === 'Closed' || name === 'Rejected',
	isDefault: name === 'New',
	isReadonly: false,
	excludedFromTotals: name === 'Rejected',
	position: index + 1,
}));

/** Transitions the seeded workflow does not have; all others it has. */
export const SEED_FORBIDDEN_TRANSITIONS: readonly (readonly [from: string, to: string])[] = [
	['New', 'Tested'],
	['New', 'Test failed'],
	['Rejected', 'Scheduled'],
];

/** Enumerations share one sequence with time entry activities in OpenProject, so priorities do not begin at 1. */
const FIRST_PRIORITY_ID = 7;

export const SEED_PRIORITIES: readonly Priority[] = ['Low', 'Normal', 'High', 'Immediate'].map((name, index) => ({
	id: FIRST_PRIORITY_ID + index,
	name,
	isActive: true,
	isDefault: name === 'Normal',
	position: index + 1,
}));

const TYPE_NAMES = [
	['Task', '#1A67A3'],
	['Milestone', '#35C53F'],
	['Phase', '#FF922B'],
	['Feature', '#748FFC'],
	['Epic', '#BE4BDB'],
	['User story', '#20C997'],
	['Bug', '#E03131'],
] as const;

/** Types of a fresh OpenProject; number 2 is Milestone, not Task. */
export function seedTypes(createdAt: number): readonly WorkPackageType[] {
	return TYPE_NAMES.map(([name, color], index) => ({
		id: index + 1,
		name,
		color,
		isMilestone: name === 'Milestone',
		isDefault: index < 3,
		position: index + 1,
		createdAt,
	}));
}
