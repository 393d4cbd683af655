/** Versions of OpenProject the stand-in can play. '16' and '17' are the last of their line. */
export const OPENPROJECT_VERSIONS = ['14.1', '15.3', '15.4', '16', '17'] as const;

export type OpenProjectVersion = (typeof OPENPROJECT_VERSIONS)[number];

export const DEFAULT_OPENPROJECT_VERSION: OpenProjectVersion = '17';

/**
 * What versions do differently. Each rule says where it is known from: "seen" is what a running 15.4.0 answered on
 * 29 November 2026 (a tree of February 2025, before its scheduling change), "read" is from OpenProject's source or documents.
 */
export interface VersionRules {
	/** What `GET /api/v3` tells administrators. */
	readonly coreVersion: string;
	/** Scheduling mode of a new work package that names none. Seen: false; read: false up to 15.3, true from 15.4's migration on. */
	readonly newScheduleManually: boolean;
	/** A parent that was nobody's parent or successor becomes automatic with its first child. Read, from 15.4's migration on. */
	readonly firstChildMakesAutomatic: boolean;
	/** An automatic parent takes dates of children that are scheduled manually though everything below it is. Seen: no, and all above it are looked at; read: yes in 16 and 17. */
	readonly manualChildrenMoveParents: boolean;
	/** A duration of nothing ends in an internal error instead of a refusal. Seen: yes; read: no longer in 16 and 17. */
	readonly breaksOnEmptyDuration: boolean;
	/** Where free days begin or cease to count, the duration stays and the due date moves. Seen: yes; read: the other way round in 16 and 17. */
	readonly keepsDurationOnNewCalendar: boolean;
	/** Which empty required custom fields stop an edit. Seen: all; read: all up to 16, in 17 those that are sent. */
	readonly requiredFieldsOnEdit: 'all' | 'sent';
	/** % complete can be written where work is not set. Read: not from 14.0 to 14.3. Seen: yes. */
	readonly writesPercentageDone: boolean;
	/** A subject that is generated cannot be written. Seen in the source of 15.4: it is dropped without a word; read: refused in 16 and 17. */
	readonly refusesGeneratedSubjects: boolean;
	/** lockVersion of a new work package. Seen: 1, since it is saved twice; read: 0 in 16 and 17. */
	readonly firstLockVersion: number;
	/** A first predecessor makes a work package without children automatic. Read, from 15.4's migration on. */
	readonly firstPredecessorMakesAutomatic: boolean;
	/** Automatic successors begin as early as they can, also where that is earlier. Seen: they only move later; read: yes in 16 and 17. */
	readonly successorsFollowClosely: boolean;
	/** Custom fields of the kinds link and hierarchy. Read: links since 14.6, hierarchies since 15.0. */
	readonly hasLinkFields: boolean;
	readonly hasHierarchyFields: boolean;
	/** Types can generate subjects (an enterprise feature). Seen in the source of 15.4; read: since 15.2. */
	readonly generatesSubjects: boolean;
	/** `displayId` is shown and can be selected. Seen: no; read: since 17.4. */
	readonly hasDisplayId: boolean;
	/** The configuration names the largest page. Seen: no; read: since 17.4. */
	readonly namesLargestPage: boolean;
	/** Webhooks name who did it. Read: since 17.3. */
	readonly webhooksNameActor: boolean;
}

const OLD: VersionRules = {
	coreVersion: '14.1.0',
	newScheduleManually: false,
	firstChildMakesAutomatic: false,
	refusesGeneratedSubjects: false,
	firstLockVersion: 1,
	firstPredecessorMakesAutomatic: false,
	manualChildrenMoveParents: false,
	successorsFollowClosely: false,
	breaksOnEmptyDuration: true,
	keepsDurationOnNewCalendar: true,
	requiredFieldsOnEdit: 'all',
	writesPercentageDone: false,
	hasLinkFields: false,
	hasHierarchyFields: false,
	generatesSubjects: false,
	hasDisplayId: false,
	namesLargestPage: false,
	webhooksNameActor: false,
};

const FIFTEEN: VersionRules = { ...OLD, writesPercentageDone: true, hasLinkFields: true, hasHierarchyFields: true, generatesSubjects: true };

const SIXTEEN: VersionRules = {
	...FIFTEEN,
	newScheduleManually: true,
	firstChildMakesAutomatic: true,
	firstPredecessorMakesAutomatic: true,
	manualChildrenMoveParents: true,
	successorsFollowClosely: true,
	firstLockVersion: 0,
	refusesGeneratedSubjects: true,
	breaksOnEmptyDuration: false,
	keepsDurationOnNewCalendar: false,
};

/** Every version's rules. */
export const VERSION_RULES: Readonly<Record<OpenProjectVersion, VersionRules>> = {
	'14.1': OLD,
	'15.3': { ...FIFTEEN, coreVersion: '15.3.0' },
	'15.4': { ...FIFTEEN, coreVersion: '15.4.0' },
	'16': { ...SIXTEEN, coreVersion: '16.6.0' },
	'17': { ...SIXTEEN, coreVersion: '17.6.0', requiredFieldsOnEdit: 'sent', hasDisplayId: true, namesLargestPage: true, webhooksNameActor: true },
};

/** The version a text names. Throws with the versions there are. */
export function versionOf(text: string): OpenProjectVersion {
	const found = OPENPROJECT_VERSIONS.find((version) => version === text);
	if (found === undefined) throw new Error(`'${text}' is no version the stand-in can play. It plays ${OPENPROJECT_VERSIONS.join(', ')}.`);
	return found;
}
