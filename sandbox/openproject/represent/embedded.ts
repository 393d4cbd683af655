import type { Access } from '../data/access';
import type { WorkPackage } from '../data/model';
import type { Instance } from '../instance';
import { representPriority, representStatus, representType } from './catalogs';
import { representPrincipal } from './principals';
import type { Json } from './primitives';
import { representCategory, representVersion } from './projectPlan';
import { representProject } from './projects';

/** What is embedded where a work package is read, created or edited by itself; in lists nothing is. Seen on 15.4.0, 29 November 2026. */
export function embeddedOf(row: WorkPackage, { database }: Instance, access: Access): Json {
	const person = (id: number | null): Json | undefined => {
		const principal = id === null ? undefined : database.principals.get(id);
		return principal === undefined ? undefined : representPrincipal(principal, access);
	};
	const version = row.versionId === null ? undefined : database.versions.get(row.versionId);
	const category = row.categoryId === null ? undefined : database.categories.get(row.categoryId);
	const embedded: Record<string, Json | undefined> = {
		type: representType(database.types.get(row.typeId)!),
		priority: representPriority(database.priorities.get(row.priorityId)!),
		project: representProject(database.projects.get(row.projectId)!, database, access),
		status: representStatus(database.statuses.get(row.statusId)!),
		author: person(row.authorId),
		assignee: person(row.assigneeId),
		responsible: person(row.responsibleId),
		version: version === undefined ? undefined : representVersion(version, database),
		category: category === undefined ? undefined : representCategory(category, database),
	};
	return Object.fromEntries(Object.entries(embedded).filter(([, value]) => value !== undefined));
}
