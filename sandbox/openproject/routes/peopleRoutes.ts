import { missingPermission, notFound } from '../http/apiError';
import { ok } from '../http/exchange';
import type { Route } from '../http/router';
import type { Membership, Principal } from '../data/model';
import { filterList, isListed, isNamed, type ListFilters } from '../query/listFilters';
import { representMembership, representPrincipal } from '../represent/principals';
import { isMember } from '../data/access';
import { pagedCollection } from './pagedCollection';

const STATUS_NUMBER: Record<Principal['status'], string> = { active: '1', locked: '3', invited: '4' };

/** Everything a person is found by, as one text; addresses only for those who may see them. Seen on 15.4.0, 29 November 2026. */
function namesOf({ kind, name, firstName, lastName, login, email }: Principal, seesEmail: boolean): string {
	if (kind !== 'User') return name;
	return [firstName, lastName, lastName, firstName, login, ...(seesEmail ? [email] : [])].join(' ');
}

export const peopleRoutes: readonly Route[] = [
	{
		method: 'GET',
		path: '/api/v3/users',
		handle: (exchange) => {
			const { instance, access } = exchange;
			if (!access.user.admin) throw missingPermission();
			const users = [...instance.database.principals.values()].filter((principal) => principal.kind === 'User');
			return pagedCollection(exchange, '/api/v3/users', users, (user) => representPrincipal(user, access));
		},
	},
	{ method: 'GET', path: '/api/v3/users/me', handle: ({ access }) => ok(representPrincipal(access.user, access)) },
	...(['users', 'groups', 'placeholder_users'] as const).map((resource): Route => ({
		method: 'GET',
		path: `/api/v3/${resource}/:id`,
		handle: ({ instance, access, parameters }) => {
			const principal = instance.database.principals.get(Number(parameters[0]));
			const kind = resource === 'users' ? 'User' : resource === 'groups' ? 'Group' : 'PlaceholderUser';
			if (principal === undefined || principal.kind !== kind || !access.seesPrincipal(principal)) throw notFound();
			return ok(representPrincipal(principal, access));
		},
	})),
	{
		method: 'GET',
		path: '/api/v3/principals',
		handle: (exchange) => {
			const { instance, access } = exchange;
			const filters: ListFilters<Principal> = {
				id: (principal, spec) => isListed(principal.id, spec),
				type: (principal, { operator, values }) => values.includes(principal.kind) === (operator === '='),
				status: (principal, { operator, values }) => values.includes(STATUS_NUMBER[principal.status]) === (operator === '='),
				name: (principal, spec) => isNamed([principal.name], spec),
				any_name_attribute: (principal, spec) => isNamed([namesOf(principal, access.user.admin)], spec),
				member: (principal, { operator, values }) => values.some((id) => isMember(instance.database, principal.id, Number(id))) === (operator === '='),
			};
			const visible = [...instance.database.principals.values()].filter((principal) => access.seesPrincipal(principal));
			const found = filterList(visible, exchange.request.query, filters);
			return pagedCollection(exchange, '/api/v3/principals', found, (principal) => representPrincipal(principal, access));
		},
	},
	{
		method: 'GET',
		path: '/api/v3/memberships',
		handle: (exchange) => {
			const { instance, access } = exchange;
			const filters: ListFilters<Membership> = {
				principal: (membership, spec) => isListed(membership.principalId, { ...spec, values: spec.values.map((value) => (value === 'me' ? String(access.user.id) : value)) }),
				project: (membership, spec) => isListed(membership.projectId, spec),
			};
			const visible = [...instance.database.memberships.values()].filter((membership) => access.may('view_members', membership.projectId));
			const found = filterList(visible, exchange.request.query, filters);
			return pagedCollection(exchange, '/api/v3/memberships', found, (membership) => representMembership(membership, instance.database));
		},
	},
];
