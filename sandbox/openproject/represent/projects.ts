import type { Access } from '../data/access';
import type { Database } from '../data/database';
import type { Project } from '../data/model';
import { formattable, formatTime, NO_LINK, type Json } from './primitives';

export function representProject(project: Project, database: Database, access: Access): Json {
	const self = `/api/v3/projects/${project.id}`;
	const parent = project.parentId === null ? undefined : database.projects.get(project.parentId);
	return {
		_type: 'Project',
		id: project.id,
		identifier: project.identifier,
		name: project.name,
		active: project.active,
		public: project.public,
		description: formattable(project.description),
		statusExplanation: formattable(''),
		createdAt: formatTime(project.createdAt),
		updatedAt: formatTime(project.createdAt),
		_links: {
			self: { href: self, title: project.name },
			...(access.may('add_work_packages', project.id)
				? {
						createWorkPackage: { href: `${self}/work_packages/form`, method: 'post' },
						createWorkPackageImmediately: { href: `${self}/work_packages`, method: 'post' },
					}
				: {}),
			workPackages: { href: `${self}/work_packages` },
			categories: { href: `${self}/categories` },
			versions: { href: `${self}/versions` },
			types: { href: `${self}/types` },
			memberships: { href: `/api/v3/memberships?filters=${encodeURIComponent(JSON.stringify([{ project: { operator: '=', values: [String(project.id)] } }]))}` },
			status: NO_LINK,
			ancestors: [],
			parent: parent === undefined || !access.seesProject(parent) ? NO_LINK : { href: `/api/v3/projects/${parent.id}`, title: parent.name },
		},
	};
}
