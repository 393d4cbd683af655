import { classOf, describeAnswer, describeRefusal } from '../errors';
import { isObject } from '../json';
import type { RawObject } from '../json';
import { parseJson } from '../parseJson';
import { problemOf } from '../problem';
import type { SendOutcome } from '../retry';

/** What a write is, for telling which permission it needs. */
export type WriteKind = 'add' | 'edit' | 'delete' | 'comment';

/** What became of a write. */
export type WriteAnswer =
	| { readonly status: 'done'; readonly json: RawObject }
	/** The work package moved on; nothing was written. */
	| { readonly status: 'conflict' }
	/** Gone or not visible; nothing was written. */
	| { readonly status: 'missing' }
	/** Refused for good; nothing was written. */
	| { readonly status: 'refused'; readonly message: string }
	/** It may or may not have taken effect. */
	| { readonly status: 'unknown'; readonly message: string }
	/** Certainly no effect, for a reason that is not about this one work package. */
	| { readonly status: 'unavailable'; readonly message: string };

/** OpenProject's permissions by the names its administration shows. */
const PERMISSION: Record<WriteKind, readonly [verb: string, permission: string]> = {
	add: ['create work packages', 'Add work packages'],
	edit: ['edit work packages', 'Edit work packages'],
	delete: ['delete work packages', 'Delete work packages'],
	comment: ['comment on work packages', 'Add comments'],
};

/** Reads what came back of a write. `place` is where, for messages, e.g. "in project 'Field Work'". */
export function writeAnswer(outcome: SendOutcome, about: { readonly kind: WriteKind; readonly baseUrl: string; readonly place: string }): WriteAnswer {
	if (outcome.kind === 'failure') return { status: outcome.error.sent ? 'unknown' : 'unavailable', message: outcome.error.message };
	const { response } = outcome;
	switch (classOf(response)) {
		case 'success':
			return bodyOf(response.body);
		case 'conflict':
			return { status: 'conflict' };
		case 'missing':
			return { status: 'missing' };
		case 'forbidden': {
			const [verb, permission] = PERMISSION[about.kind];
			const said = problemOf(response).message;
			return { status: 'refused', message: `The API user may not ${verb} ${about.place} (403${said === '' ? '' : `: ${said}`}). Give the user a role with OpenProject's permission '${permission}' there.` };
		}
		case 'refused':
			return { status: 'refused', message: describeRefusal(problemOf(response)) };
		case 'server_trouble':
			return { status: 'unknown', message: describeAnswer(response, about.baseUrl) };
		case 'throttled':
		case 'unauthenticated':
		case 'redirect':
		case 'foreign':
			return { status: 'unavailable', message: describeAnswer(response, about.baseUrl) };
	}
}

/** A success whose body cannot be read took effect in a way that is not known. An empty one is that of a deletion. */
function bodyOf(body: string): WriteAnswer {
	if (body === '') return { status: 'done', json: {} };
	try {
		const json = parseJson(body);
		if (isObject(json)) return { status: 'done', json };
	} catch {
		// Told below, with every other body that is no JSON object.
	}
	return { status: 'unknown', message: 'OpenProject accepted the write, but its answer is cut short or damaged.' };
}
