import { VERSION_RULES, type OpenProjectVersion } from './versions';

/**
 * Settings in which real servers differ. Can be changed while the server runs. The defaults are those of a fresh
 * OpenProject of the version that is played; whatever is friendlier than that has to be asked for.
 */
export interface Behaviour {
	/** Days of the week nothing is worked on (0 is Sunday). Dates on them move to the next working day. Default: [0, 6]. */
	nonWorkingDays: readonly number[];
	/** Whether a child created without dates takes those of its parent. Default: true, as real servers do. */
	childrenInheritParentDates: boolean;
	/** Scheduling mode of work packages that do not name one. Default: as the version has it. */
	newScheduleManually: boolean;
	/** Whether a first child makes its parent automatic. Default: as the version has it. */
	firstChildMakesAutomatic: boolean;
	/** Whether CR LF in texts is stored as LF. Default: false. */
	normalizesLineEnds: boolean;
	/** Whether spaces at the end of a subject or description are dropped. Default: false. */
	trimsText: boolean;
	/** Whether an edit of custom fields alone leaves lockVersion as it was. Default: false. */
	customFieldEditsKeepLockVersion: boolean;
	/** The setting `cross_project_work_package_relations`. Default: true. */
	allowsCrossProjectParents: boolean;
}

/** The behaviour of a fresh OpenProject of this version. */
export function behaviourOf(version: OpenProjectVersion): Behaviour {
	const { newScheduleManually, firstChildMakesAutomatic } = VERSION_RULES[version];
	return {
		nonWorkingDays: [0, 6],
		childrenInheritParentDates: true,
		newScheduleManually,
		firstChildMakesAutomatic,
		normalizesLineEnds: false,
		trimsText: false,
		customFieldEditsKeepLockVersion: false,
		allowsCrossProjectParents: true,
	};
}

/** Every day is worked on and nothing is inherited: friendlier than a real server, for tests that are about something else. */
export const PLAIN_CALENDAR: Partial<Behaviour> = { nonWorkingDays: [], childrenInheritParentDates: false };

/** The opposite of PLAIN_CALENDAR, which is also the default. */
export const STRICT_CALENDAR: Partial<Behaviour> = { nonWorkingDays: [0, 6], childrenInheritParentDates: true };
