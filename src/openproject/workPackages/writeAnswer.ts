import { describeRefusal } from '../errors';
import { isObject } from '../json';
import type { RawObject } from '../json';
import { judgeWrite } from '../judgeWrite';
import type { WriteVerdict } from '../judgeWrite';
import { parseJson } from '../parseJson';
import { problemOf } from '../problem';
import type { SendOutcome } from '../retry';
import type { HttpResponse } from '../types';

/** What a write is, for telling which permission it needs. */
export type WriteKind = 'add' | 'edit' | 'delete' | 'comment';

/** What became of a write: what `judgeWrite` says, with its answer read and its refusal in words. */
export type WriteAnswer =
	| { readonly status: 'done'; readonly json: RawObject }
	| { readonly status: 'conflict' }
	| { readonly status: 'refused'; readonly message: string }
	| Extract<WriteVerdict, { readonly status: 'missing' | 'unknown' | 'unavailable' }>;

/** OpenProject's permissions by the names its administration shows. */
const PERMISSION: Record<WriteKind, readonly [verb: string, permission: string]> = {
	add: ['create work packages', 'Add work packages'],
	edit: ['edit work packages', 'Edit work packages'],
	delete: ['delete work packages', 'Delete work packages'],
	comment: ['comment on work packages', 'Add comments'],
};

/** Reads what came back of a write. `place` is where, for messages, e.g. "in project 'Field Work'". */
export function writeAnswer(outcome: SendOutcome, about: { readonly kind: WriteKind; readonly baseUrl: string; readonly place: string }): WriteAnswer {
	const verdict = judgeWrite(outcome, about.baseUrl);
	switch (verdict.status) {
		case 'done':
			return bodyOf(verdict.response.body, about.kind);
		case 'refused':
			return { status: 'refused', message: verdict.isForbidden ? forbidden(verdict.response, about) : describeRefusal(problemOf(verdict.response)) };
		case 'conflict':
			return { status: 'conflict' };
		case 'missing':
		case 'unknown':
		case 'unavailable':
			return verdict;
	}
}

function forbidden(response: HttpResponse, { kind, place }: { readonly kind: WriteKind; readonly place: string }): string {
	const [verb, permission] = PERMISSION[kind];
	const said = problemOf(response).message;
	return `The API user may not ${verb} ${place} (403${said === '' ? '' : `: ${said}`}). Give the user a role with OpenProject's permission '${permission}' there.`;
}

/** A success whose body cannot be read took effect in a way that is not known. Only that of a deletion has none. */
function bodyOf(body: string, kind: WriteKind): WriteAnswer {
	if (kind === 'delete') return { status: 'done', json: {} };
	try {
		const json = parseJson(body);
		if (isObject(json)) return { status: 'done', json };
	} catch {
		// Told below, with every other body that is no JSON object.
	}
	return { status: 'unknown', message: 'OpenProject accepted the write, but its answer is cut short or damaged.' };
}
