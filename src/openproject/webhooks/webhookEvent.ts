import { isObject, own, stringAt } from '../json';
import type { RawObject } from '../json';
import { collectionOfHref, idOfHref } from '../ids';
import { parseJson } from '../parseJson';
import { workPackageOf } from '../workPackages/workPackage';
import type { WorkPackage } from '../workPackages/workPackage';

/** Someone or something an event names: id, name, and the identifier of projects. */
export interface NamedLink {
	readonly id: string | null;
	readonly name: string | null;
	readonly identifier: string | null;
}

/** An event of OpenProject about a work package or a comment on one. */
export interface WebhookEvent {
	/** OpenProject's word, e.g. 'work_package:updated'. */
	readonly action: string;
	/** Id of the work package it is about. */
	readonly workPackageId: string;
	/** Null for comments, which come without it. */
	readonly workPackage: WorkPackage | null;
	/** The activity that holds the comment, null for others. */
	readonly activity: RawObject | null;
	/** Who did it, where OpenProject says so (17.3 and later). */
	readonly actor: NamedLink | null;
	/** Null for comments. */
	readonly project: NamedLink | null;
	readonly type: NamedLink | null;
	/** The body as it was sent. */
	readonly json: RawObject;
}

export type ReadEvent =
	| { readonly status: 'event'; readonly event: WebhookEvent }
	/** Well formed, but about something else, e.g. a project. */
	| { readonly status: 'other'; readonly action: string }
	| { readonly status: 'malformed'; readonly message: string };

/** Reads the body of a webhook, whatever content type it was sent as: OpenProject before 17.2.2 names a wrong one. */
export function readWebhookEvent(body: string): ReadEvent {
	const json = parsed(body);
	if (!isObject(json)) return { status: 'malformed', message: 'The body is not a JSON object.' };
	const action = stringAt(json, 'action');
	if (action === null) return { status: 'malformed', message: "The body has no 'action', so it is no event of OpenProject." };
	const actor = isObject(json['actor']) ? { id: idText(own(json['actor'], 'id')), name: stringAt(json['actor'], 'name'), identifier: null } : null;
	if (action.startsWith('work_package_comment:')) return commentEvent(json, action, actor);
	if (!action.startsWith('work_package:')) return { status: 'other', action };
	try {
		const workPackage = workPackageOf(json['work_package']);
		const event = { action, workPackageId: workPackage.id, workPackage, activity: null, actor, project: linkOf(workPackage.json, 'project'), type: linkOf(workPackage.json, 'type'), json };
		return { status: 'event', event };
	} catch (error) {
		return { status: 'malformed', message: error instanceof Error ? error.message : String(error) };
	}
}

function commentEvent(json: RawObject, action: string, actor: NamedLink | null): ReadEvent {
	const { activity } = json;
	const href = stringAt(activity, '_links', 'workPackage', 'href');
	const workPackageId = collectionOfHref(href) === 'work_packages' ? idOfHref(href) : null;
	if (!isObject(activity) || workPackageId === null) return { status: 'malformed', message: 'The comment does not say which work package it belongs to.' };
	return { status: 'event', event: { action, workPackageId, workPackage: null, activity, actor, project: null, type: null, json } };
}

function linkOf(workPackage: RawObject, name: string): NamedLink {
	return {
		id: idOfHref(stringAt(workPackage, '_links', name, 'href')),
		name: stringAt(workPackage, '_links', name, 'title') ?? stringAt(workPackage, '_embedded', name, 'name'),
		identifier: stringAt(workPackage, '_embedded', name, 'identifier'),
	};
}

function idText(id: unknown): string | null {
	return typeof id === 'number' || typeof id === 'string' ? String(id) : null;
}

function parsed(body: string): unknown {
	try {
		return parseJson(body);
	} catch {
		return undefined;
	}
}
