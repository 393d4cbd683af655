import { Access } from '../data/access';
import type { Principal } from '../data/model';
import type { Instance } from '../instance';
import { representActivity } from '../represent/activity';
import { representPriority, representStatus, representType } from '../represent/catalogs';
import { representPrincipal } from '../represent/principals';
import { representProject } from '../represent/projects';
import { representWorkPackage } from '../represent/workPackage';
import type { Json } from '../represent/primitives';
import type { Journal } from './journals';

/** Webhooks are rendered as OpenProject's own user, who may see everything. */
const SYSTEM: Principal = { id: 2, kind: 'User', login: '', firstName: '', lastName: 'System', name: 'System', email: '', admin: true, status: 'active', createdAt: 0 };

/** The body of an event as it is at this moment, not as it was when it happened; null where the work package is gone. */
export function eventBody(instance: Instance, journal: Journal, action: string, { namesActor }: { readonly namesActor: boolean }): string | null {
	const { database } = instance;
	const access = new Access(database, SYSTEM);
	const row = database.workPackages.get(journal.workPackageId);
	if (row === undefined) return null;
	const actor = database.principals.get(journal.userId);
	const actorPart = namesActor && actor !== undefined ? { actor: representPrincipal(actor, access) } : {};
	if (action.startsWith('work_package_comment:')) return JSON.stringify({ action, activity: representActivity(journal.comment!, database), ...actorPart });
	const embedded: Json = {
		project: representProject(database.projects.get(row.projectId)!, database, access),
		type: representType(database.types.get(row.typeId)!),
		status: representStatus(database.statuses.get(row.statusId)!),
		priority: representPriority(database.priorities.get(row.priorityId)!),
		author: representPrincipal(database.principals.get(row.authorId)!, access),
	};
	return JSON.stringify({ action, work_package: { ...representWorkPackage(row, instance, access), _embedded: embedded }, ...actorPart });
}
