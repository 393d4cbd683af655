import type { Database } from '../data/database';
import type { Category, Version } from '../data/projectPlan';
import { principalLink } from './principals';
import { formattable, formatTime, type Json } from './primitives';

export function representVersion(version: Version, database: Database): Json {
	const self = `/api/v3/versions/${version.id}`;
	return {
		_type: 'Version',
		id: version.id,
		name: version.name,
		description: { ...formattable(''), format: 'plain' },
		startDate: version.startDate,
		endDate: version.endDate,
		status: version.status,
		sharing: version.sharing,
		createdAt: formatTime(version.createdAt),
		updatedAt: formatTime(version.createdAt),
		_links: {
			self: { href: self, title: version.name },
			schema: { href: '/api/v3/versions/schema' },
			definingProject: projectLink(version.projectId, database),
			availableInProjects: { href: `${self}/projects` },
		},
	};
}

export function representCategory(category: Category, database: Database): Json {
	return {
		_type: 'Category',
		id: category.id,
		name: category.name,
		_links: {
			self: { href: `/api/v3/categories/${category.id}`, title: category.name },
			project: projectLink(category.projectId, database),
			...(category.assigneeId === null ? {} : { defaultAssignee: principalLink(database, category.assigneeId) }),
		},
	};
}

function projectLink(id: number, { projects }: Database): Json {
	return { href: `/api/v3/projects/${id}`, title: projects.get(id)?.name ?? '' };
}
