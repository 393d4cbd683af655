import type { Json, Reply } from './client';

const PREFIX = 'urn:openproject-org:api:v3:errors:';

/** The status: '201'. */
export function statusOf({ status }: Reply): string {
	return String(status);
}

/** Status and error: '409 UpdateConflict'; the status alone where there is no error. */
export function errorOf(reply: Reply): string {
	const identifier = reply.json?.errorIdentifier;
	return typeof identifier === 'string' ? `${reply.status} ${identifier.replace(PREFIX, '')}` : statusOf(reply);
}

/** Status, error and the attributes it is about, sorted: '422 MultipleErrors [parent,subject]'. */
export function errorWithAttributes(reply: Reply): string {
	const errors: readonly Json[] = reply.json?._embedded?.errors ?? [reply.json];
	const attributes = errors.flatMap((error) => error?._embedded?.details?.attribute ?? []);
	return attributes.length === 0 ? errorOf(reply) : `${errorOf(reply)} [${attributes.map(String).sort().join(',')}]`;
}

/** Whether a property is among those of an object: 'present' or 'absent'; null is present. */
export function presence(object: Json, name: string): string {
	return object !== null && object !== undefined && Object.hasOwn(object, name) ? 'present' : 'absent';
}

/** A property as JSON; 'absent' where it is left out. */
export function valueOf(object: Json, name: string): string {
	return presence(object, name) === 'absent' ? 'absent' : JSON.stringify(object[name]);
}

/** Whether a time moved between two states of a work package: 'moved' or 'same'. */
export function timeMove(before: Json, after: Json): string {
	return after.updatedAt === before.updatedAt ? 'same' : 'moved';
}

/** By how much lockVersion rose, and whether updatedAt moved: '1 moved'. */
export function move(before: Json, after: Json): string {
	return `${after.lockVersion - before.lockVersion} ${timeMove(before, after)}`;
}
