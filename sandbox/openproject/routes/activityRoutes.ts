import { notFound, violation } from '../http/apiError';
import { ok, type Answer, type Exchange } from '../http/exchange';
import type { Route } from '../http/router';
import { representActivity } from '../represent/activity';
import { collection } from '../represent/primitives';
import { commentOnWorkPackage } from '../rules/commentOnWorkPackage';
import { parseFormattable, storedText } from '../rules/parseProperties';
import { workPackageOf } from './lookups';

const PATH = '/api/v3/work_packages/:id/activities';

export const activityRoutes: readonly Route[] = [
	{ method: 'GET', path: PATH, handle: listActivities },
	{ method: 'POST', path: PATH, handle: addComment },
	{ method: 'GET', path: '/api/v3/activities/:id', handle: readActivity },
];

function listActivities(exchange: Exchange): Answer {
	const row = workPackageOf(exchange);
	const { database } = exchange.instance;
	const elements = database.activitiesOf(row.id).map((activity) => representActivity(activity, database));
	return ok(collection({ elements, href: `/api/v3/work_packages/${row.id}/activities` }));
}

function addComment(exchange: Exchange): Answer {
	const { instance, access } = exchange;
	const row = workPackageOf(exchange);
	// Whoever may not comment is told that there is nothing there, as for what they do not see.
	if (!access.may('add_work_package_comments', row.projectId)) throw notFound();
	const json = exchange.readJson();
	const comment = parseFormattable('comment', typeof json === 'object' && json !== null && 'comment' in json ? json.comment : null);
	if (comment.trim() === '') throw violation('comment', "Comment can't be blank.");
	const activity = commentOnWorkPackage(instance, row, { userId: access.user.id, comment: storedText(comment, instance.behaviour) });
	return { status: 201, json: representActivity(activity, instance.database) };
}

function readActivity({ instance, access, parameters }: Exchange): Answer {
	const { database } = instance;
	for (const row of database.workPackages.byId.rows) {
		const activity = database.activitiesOf(row.id).find((candidate) => String(candidate.id) === parameters[0]);
		if (activity !== undefined && access.seesWorkPackage(row)) return ok(representActivity(activity, database));
	}
	throw notFound();
}
