import type { OpenProjectApi } from '../api';
import { idOfHref } from '../ids';
import { arrayAt, own, stringAt } from '../json';
import type { RawObject } from '../json';
import { activitiesPath } from '../workPackageRequests';
import { noWorkPackage } from './shownId';
import type { WorkPackageWriter } from './workPackageWriter';

export type Commented =
	| { readonly status: 'done'; readonly activity: RawObject }
	| { readonly status: 'not_done'; readonly reason: string };

/** How far back by the server's own times a comment whose answer was lost can lie, in milliseconds. */
const WINDOW_MS = 120_000;

/** Adds a comment, once. Where the answer is lost it is looked for among the activities, and never sent again. */
export async function addComment(api: OpenProjectApi, writer: WorkPackageWriter, { id, text }: { readonly id: string; readonly text: string }): Promise<Commented> {
	const answer = await writer.comment(id, text);
	switch (answer.status) {
		case 'done':
			return { status: 'done', activity: answer.json };
		case 'missing':
			return { status: 'not_done', reason: noWorkPackage(id) };
		case 'conflict':
			return { status: 'not_done', reason: `OpenProject refused the comment on work package ${id} because of another change at the same time.` };
		case 'refused':
		case 'unavailable':
			return { status: 'not_done', reason: answer.message };
		case 'unknown': {
			const found = await findComment(api, id, text);
			if (found !== null) return { status: 'done', activity: found };
			return { status: 'not_done', reason: `Whether the comment was added to work package ${id} is not known: ${answer.message} Look at its activities before it is added again.` };
		}
	}
}

/** The newest comment of the API user with this very text, if it is recent. */
async function findComment(api: OpenProjectApi, id: string, text: string): Promise<RawObject | null> {
	const me = await api.get('/api/v3/users/me');
	const answer = await api.find(activitiesPath(id));
	const nowMs = answer?.serverTimeMs ?? api.clock.now();
	const found = arrayAt(answer?.json, '_embedded', 'elements').filter((activity) => {
		const isMine = idOfHref(stringAt(activity, '_links', 'user', 'href')) === String(own(me.json, 'id'));
		const isSame = asShown(stringAt(activity, 'comment', 'raw') ?? '') === asShown(text);
		return isMine && isSame && Date.parse(stringAt(activity, 'createdAt') ?? '') >= nowMs - WINDOW_MS;
	});
	return (found.at(-1) as RawObject | undefined) ?? null;
}

/** A text as it compares: line ends and trailing space may be stored otherwise than they were sent. */
function asShown(text: string): string {
	return text.replace(/\r\n?/g, '\n').trimEnd();
}
