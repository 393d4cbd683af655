/** Settings in which real servers differ. Can be changed while the server runs. */
export interface Behaviour {
	/** Days of the week nothing is worked on (0 is Sunday). Dates on them move to the next working day. Real servers: [0, 6]. */
	nonWorkingDays: readonly number[];
	/** Whether a child created without dates takes those of its parent, as real servers do. */
	childrenInheritParentDates: boolean;
	/** Scheduling mode of work packages that do not name one. */
	newScheduleManually: boolean;
	/** Whether CR LF in texts is stored as LF. */
	normalizesLineEnds: boolean;
	/** Whether spaces at the end of a subject or description are dropped. */
	trimsText: boolean;
	/** Whether an edit of custom fields alone leaves lockVersion as it was. */
	customFieldEditsKeepLockVersion: boolean;
	/** The setting `cross_project_work_package_relations`. */
	allowsCrossProjectParents: boolean;
}

export const DEFAULT_BEHAVIOUR: Behaviour = {
	nonWorkingDays: [],
	childrenInheritParentDates: false,
	newScheduleManually: true,
	normalizesLineEnds: true,
	trimsText: false,
	customFieldEditsKeepLockVersion: false,
	allowsCrossProjectParents: true,
};

/** The settings of a fresh OpenProject where they go beyond the defaults here: weekends and inherited dates. */
export const STRICT_CALENDAR: Partial<Behaviour> = { nonWorkingDays: [0, 6], childrenInheritParentDates: true };
