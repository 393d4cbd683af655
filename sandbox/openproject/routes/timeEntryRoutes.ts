import type { TimeEntry } from '../data/model';
import type { Route } from '../http/router';
import { filterList, isListed, type ListFilters } from '../query/listFilters';
import { formatHours } from '../rules/durations';
import { pagedCollection } from './pagedCollection';

const FILTERS: ListFilters<TimeEntry> = {
	work_package: (entry, spec) => isListed(entry.workPackageId, spec),
	work_package_id: (entry, spec) => isListed(entry.workPackageId, spec),
};

/** Time entries of visible work packages. */
export const timeEntryRoutes: readonly Route[] = [
	{
		method: 'GET',
		path: '/api/v3/time_entries',
		handle: (exchange) => {
			const { instance, access, request } = exchange;
			const visible = instance.database.allTimeEntries().filter((entry) => {
				const row = instance.database.workPackages.get(entry.workPackageId);
				return row !== undefined && access.seesWorkPackage(row);
			});
			return pagedCollection(exchange, '/api/v3/time_entries', filterList(visible, request.query, FILTERS), ({ id, workPackageId, userId, hours }) => ({
				_type: 'TimeEntry', id, hours: formatHours(hours),
				_links: { self: { href: `/api/v3/time_entries/${id}` }, workPackage: { href: `/api/v3/work_packages/${workPackageId}` }, user: { href: `/api/v3/users/${userId}` } },
			}));
		},
	},
];
