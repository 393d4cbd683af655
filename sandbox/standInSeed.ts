import { MAPPED_PEOPLE } from './flrts/people';
import { PROJECT, type Seed } from './openproject';
import { ROLE } from './openproject/data/roles';

/** The crew of the FLRTS database as users and members, and the project under the identifier the workflow names. */
export function standInSeed(identifier: string): Seed {
	const createdAt = Date.parse('2026-01-05T08:00:00Z') * 1000;
	return {
		projects: [{ id: PROJECT.fieldWork, identifier, name: 'FLRTS Field Work', description: 'Tasks from field reports.', active: true, public: false, parentId: null, typeIds: [1, 2, 3], createdAt }],
		principals: MAPPED_PEOPLE.map((person) => ({
			id: person.openProjectId,
			kind: 'User',
			login: person.email.split('@')[0]!,
			firstName: person.firstName,
			lastName: person.lastName,
			name: `${person.firstName} ${person.lastName}`,
			email: person.email,
			admin: false,
			status: 'active',
			createdAt,
		})),
		memberships: MAPPED_PEOPLE.map((person, index) => ({ id: 1001 + index, projectId: PROJECT.fieldWork, principalId: person.openProjectId, roleIds: [ROLE.member], createdAt })),
	};
}
