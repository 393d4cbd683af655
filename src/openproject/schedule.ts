import type { RemoteFacts, RemoteSchedule } from '../plan';
import { collectionOfHref, idOfHref } from './ids';
import { arrayAt, at, own, stringAt } from './json';

/** Properties whose values a schedule may decide. */
const DATES: readonly string[] = ['startDate', 'dueDate', 'duration', 'date'];

/** Whether any of the properties is a date that OpenProject may work out. */
export function tracksDates(properties: readonly string[]): boolean {
	return properties.some((property) => property !== 'duration' && DATES.includes(property));
}

/** What decides which values of a work package OpenProject works out itself. */
export interface FactsScope {
	readonly properties: readonly string[];
	/** Ids of types whose subjects OpenProject makes up from a pattern. */
	readonly generatedSubjects?: ReadonlySet<string>;
}

/**
 * What a work package says of itself beside its values. Its dates are worked out where it is scheduled automatically and has
 * children or a predecessor: up to 15.3 every new one is scheduled automatically, and without either its dates are its own.
 *
 * @param successors ids of work packages known to have a predecessor, where the answer does not tell.
 */
export function factsOf(workPackage: unknown, scope: FactsScope, successors: ReadonlySet<string>): RemoteFacts {
	const typeId = idOfHref(stringAt(workPackage, '_links', 'type', 'href'));
	const hasGeneratedSubject = scope.properties.includes('subject') && typeId !== null && scope.generatedSubjects?.has(typeId) === true;
	const subject = hasGeneratedSubject ? ['subject'] : [];
	if (!tracksDates(scope.properties)) return { computed: subject, schedule: null };
	const isDated = isAutomatic(workPackage) && (hasDatedChildren(workPackage) || successors.has(String(own(workPackage, 'id'))) || hasPredecessor(workPackage));
	return { computed: [...subject, ...(isDated ? scope.properties.filter((property) => DATES.includes(property)) : [])], schedule: scheduleOf(workPackage) };
}

/** Whether only its relations tell whether its dates are worked out: it is scheduled automatically, and has no children. */
export function isUndecided(workPackage: unknown): boolean {
	return isAutomatic(workPackage) && !hasDatedChildren(workPackage) && at(workPackage, '_embedded', 'relations') === undefined;
}

/** The schedule with the dates that are the work package's own: those it works out are none. */
export function ownSchedule({ schedule, computed }: RemoteFacts): RemoteSchedule | null {
	return schedule === null || !computed.some((property) => DATES.includes(property)) ? schedule : { ...schedule, startDate: null, dueDate: null };
}

/** How the dates of a work package are kept. */
export function scheduleOf(workPackage: unknown): RemoteSchedule {
	const date = stringAt(workPackage, 'date');
	return {
		isManual: !isAutomatic(workPackage),
		ignoresNonWorkingDays: own(workPackage, 'ignoreNonWorkingDays') === true,
		startDate: stringAt(workPackage, 'startDate') ?? date,
		dueDate: stringAt(workPackage, 'dueDate') ?? date,
	};
}

function isAutomatic(workPackage: unknown): boolean {
	return own(workPackage, 'scheduleManually') === false;
}

/** Children nobody shows us still give their parent derived dates. */
function hasDatedChildren(workPackage: unknown): boolean {
	return arrayAt(workPackage, '_links', 'children').length > 0 || ['derivedStartDate', 'derivedDueDate'].some((property) => typeof own(workPackage, property) === 'string');
}

function hasPredecessor(workPackage: unknown): boolean {
	return arrayAt(workPackage, '_embedded', 'relations', '_embedded', 'elements').some((relation) => successorOf(relation) === String(own(workPackage, 'id')));
}

/** The id of the later one of two work packages that follow each other; null for any other relation. */
export function successorOf(relation: unknown): string | null {
	const end = own(relation, 'type') === 'follows' ? 'from' : own(relation, 'type') === 'precedes' ? 'to' : null;
	const href = end === null ? null : stringAt(relation, '_links', end, 'href');
	return collectionOfHref(href) === 'work_packages' ? idOfHref(href) : null;
}
