import type { Activity } from '../data/model';
import type { Database } from '../data/database';
import { sentenceOf } from '../rules/journal';
import { formattable, formatTime, type Json } from './primitives';
import { principalLink } from './principals';

/** An entry of the activity tab: a comment, a change, or both. */
export function representActivity(activity: Activity, database: Database): Json {
	const workPackage = database.workPackages.get(activity.workPackageId);
	const user = principalLink(database, activity.userId);
	return {
		_type: activity.comment === '' ? 'Activity' : 'Activity::Comment',
		id: activity.id,
		comment: formattable(activity.comment),
		details: detailsOf(activity).map((detail) => ({ format: 'custom', raw: detail, html: detail })),
		version: activity.version,
		internal: false,
		createdAt: formatTime(activity.createdAt),
		updatedAt: formatTime(activity.updatedAt),
		_links: {
			self: { href: `/api/v3/activities/${activity.id}` },
			workPackage: { href: `/api/v3/work_packages/${activity.workPackageId}`, title: workPackage?.subject ?? '' },
			user: { href: user.href },
		},
	};
}

function detailsOf({ cause, changes }: Activity): readonly string[] {
	return [...(cause === null ? [] : [cause]), ...changes.map(sentenceOf)];
}
