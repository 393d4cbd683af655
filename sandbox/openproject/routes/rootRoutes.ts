import { ok } from '../http/exchange';
import type { Route } from '../http/router';

const LINKED = ['configuration', 'memberships', 'priorities', 'relations', 'statuses', 'time_entries', 'types'];

export const rootRoutes: readonly Route[] = [
	{
		method: 'GET',
		path: '/api/v3',
		handle: ({ instance, access }) =>
			ok({
				_type: 'Root',
				instanceName: instance.instanceName,
				...(access.user.admin ? { coreVersion: instance.rules.coreVersion } : {}),
				_links: {
					self: { href: '/api/v3' },
					...Object.fromEntries(LINKED.map((name) => [name, { href: `/api/v3/${name}` }])),
					user: { href: `/api/v3/users/${access.user.id}`, title: access.user.name },
					userPreferences: { href: '/api/v3/my_preferences' },
					workPackages: { href: '/api/v3/work_packages' },
				},
			}),
	},
	{
		method: 'GET',
		path: '/api/v3/configuration',
		handle: ({ instance }) =>
			ok({
				_type: 'Configuration',
				maximumAttachmentFileSize: 5_242_880,
				...(instance.rules.namesLargestPage ? { maximumAPIV3PageSize: instance.maxPageSize } : {}),
				perPageOptions: [20, 100],
				hostName: 'openproject.example.com',
				durationFormat: 'hours_only',
				hoursPerDay: 8,
				daysPerMonth: 20,
				activeFeatureFlags: [],
				_links: { self: { href: '/api/v3/configuration' }, userPreferences: { href: '/api/v3/my_preferences' } },
			}),
	},
];
