import { checkTotals } from '../checkVersion';
import { toRemoteRecord } from '../extractRecord';
import { idOfHref } from '../ids';
import { isObject, stringAt } from '../json';
import type { RawObject } from '../json';
import type { Dated } from '../windowSource';

/** A work package as OpenProject gave it, with what every caller needs of it at hand. */
export interface WorkPackage extends Dated {
	readonly projectId: string;
	readonly projectName: string;
	readonly typeId: string;
	readonly json: RawObject;
}

const NO_SCOPE = { properties: ['subject', 'description', 'status', 'priority'], projectId: '', typeId: null, provenanceKey: null };

/**
 * Reads a work package of the API.
 *
 * @throws RemoteAnswerError where it is none, or not whole, naming what is missing; ConfigurationError where it is of an OpenProject that is too old.
 */
export function workPackageOf(element: unknown): WorkPackage {
	const { id, lockVersion, updatedAt } = toRemoteRecord(element, NO_SCOPE);
	const json = isObject(element) ? element : {};
	checkTotals((name) => Object.hasOwn(json, name));
	return {
		id, lockVersion, updatedAt, json,
		// toRemoteRecord has refused a work package without project and type.
		projectId: idOfHref(stringAt(json, '_links', 'project', 'href')) as string,
		projectName: stringAt(json, '_links', 'project', 'title') ?? '',
		typeId: idOfHref(stringAt(json, '_links', 'type', 'href')) as string,
	};
}
