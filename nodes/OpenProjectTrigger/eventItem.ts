import { simplify } from '../../src/openproject/workPackages';
import type { WebhookEvent } from '../../src/openproject/webhooks';
import { valuesOf } from '../n8n/values';

/** An event as an item. `ids` is there in every form: the record IDs of a delta sync in Batch Sync. */
export function eventItem(event: WebhookEvent, isSimple: boolean): object {
	const { action, workPackageId, workPackage, activity, actor } = event;
	const common = { action, ids: [workPackageId] };
	if (!isSimple) return { ...event.json, ...common };
	return {
		...common,
		actor: actor?.name ?? null,
		actorId: actor?.id === null || actor?.id === undefined ? null : Number(actor.id),
		...(activity === null ? {} : { workPackageId: Number(workPackageId), comment: valuesOf(activity['comment'])['raw'] ?? '', commentedAt: activity['createdAt'] ?? null }),
		// An event carries neither the names of custom fields, which keep their keys, nor the address of OpenProject.
		...(workPackage === null ? {} : { workPackage: simplify(workPackage, new Map(), null) }),
	};
}
