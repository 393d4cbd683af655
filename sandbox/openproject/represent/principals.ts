import type { Access } from '../data/access';
import type { Database } from '../data/database';
import type { Membership, Principal, PrincipalKind } from '../data/model';
import { formatTime, NO_LINK, type Json, type Link } from './primitives';

const RESOURCE: Record<PrincipalKind, string> = { User: 'users', Group: 'groups', PlaceholderUser: 'placeholder_users' };

export function principalHref(principal: Principal): string {
	return `/api/v3/${RESOURCE[principal.kind]}/${principal.id}`;
}

/** A link to a person or group; to nothing where there is none. */
export function principalLink(database: Database, id: number | null): Link {
	const principal = id === null ? undefined : database.principals.get(id);
	return principal === undefined ? NO_LINK : { href: principalHref(principal), title: principal.name };
}

/** Login, e-mail and the like are shown to the user themselves and to administrators only. */
export function representPrincipal(principal: Principal, access: Access): Json {
	const memberships = JSON.stringify([{ principal: { operator: '=', values: [String(principal.id)] } }]);
	const common = {
		_type: principal.kind,
		id: principal.id,
		name: principal.name,
		createdAt: formatTime(principal.createdAt),
		updatedAt: formatTime(principal.createdAt),
		_links: {
			self: { href: principalHref(principal), title: principal.name },
			memberships: { href: `/api/v3/memberships?filters=${encodeURIComponent(memberships)}`, title: 'Memberships' },
		},
	};
	if (principal.kind !== 'User') return common;
	const isPrivate = !access.user.admin && access.user.id !== principal.id;
	return { ...common, avatar: '', ...(isPrivate ? {} : privateProperties(principal)) };
}

function privateProperties(principal: Principal): Json {
	return {
		login: principal.login,
		admin: principal.admin,
		firstName: principal.firstName,
		lastName: principal.lastName,
		email: principal.email,
		status: principal.status,
		language: 'en',
		identityUrl: null,
	};
}

export function representMembership(membership: Membership, database: Database): Json {
	const project = database.projects.get(membership.projectId)!;
	const principal = database.principals.get(membership.principalId)!;
	const roles = membership.roleIds.flatMap((id) => database.roles.get(id) ?? []);
	return {
		_type: 'Membership',
		id: membership.id,
		createdAt: formatTime(membership.createdAt),
		updatedAt: formatTime(membership.createdAt),
		_links: {
			self: { href: `/api/v3/memberships/${membership.id}`, title: principal.name },
			schema: { href: '/api/v3/memberships/schema' },
			project: { href: `/api/v3/projects/${project.id}`, title: project.name },
			principal: principalLink(database, principal.id),
			roles: roles.map((role) => ({ href: `/api/v3/roles/${role.id}`, title: role.name })),
		},
	};
}
