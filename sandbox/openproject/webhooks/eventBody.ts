import { Access } from '../data/access';
import type { Principal } from '../data/model';
import type { Instance } from '../instance';
import { representActivity } from '../represent/activity';
import { representPrincipal } from '../represent/principals';
import { representSingle } from '../represent/workPackage';
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
	return JSON.stringify({ action, work_package: representSingle(row, instance, access), ...actorPart });
}
