import type { Permission, Role } from './model';

const READING: readonly Permission[] = ['view_work_packages', 'view_members'];
const WORKING: readonly Permission[] = [
	...READING,
	'add_work_packages',
	'edit_work_packages',
	'manage_subtasks',
	'change_work_package_status',
	'assign_versions',
	'manage_work_package_relations',
	'add_work_package_comments',
	'work_package_assigned',
];

/** Role ids by what they are for. */
export const ROLE = { reader: 3, member: 4, projectAdmin: 5 } as const;

export type RoleName = keyof typeof ROLE;

/** The roles every seeded instance has. */
export const SEED_ROLES: readonly Role[] = [
	{ id: ROLE.reader, name: 'Reader', permissions: new Set([...READING, 'add_work_package_comments']) },
	{ id: ROLE.member, name: 'Member', permissions: new Set(WORKING) },
	{ id: ROLE.projectAdmin, name: 'Project admin', permissions: new Set([...WORKING, 'delete_work_packages', 'move_work_packages']) },
];
