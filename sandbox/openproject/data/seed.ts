import type { Database } from './database';
import type { VersionRules } from '../versions';
import type { Category, CustomField, Membership, Principal, Project, Version, WorkPackageType } from './model';
import { ROLE, SEED_ROLES } from './roles';
import { seedCustomFields } from './seedCustomFields';
import { SEED_FORBIDDEN_TRANSITIONS, SEED_PRIORITIES, SEED_STATUSES, seedTypes } from './seedCatalogs';
import { PROJECT } from './seedIds';
import { API_USER_ID, FIELD_CREW_IDS, NIGHT_CREW_ID, seedPrincipals } from './seedPeople';

export { PROJECT, PROVENANCE_FIELD_ID } from './seedIds';

/** What to add to the seeded instance, or put in the stead of what has the same id. */
export interface Seed {
	readonly principals?: readonly Principal[];
	readonly projects?: readonly Project[];
	readonly memberships?: readonly Membership[];
	readonly customFields?: readonly CustomField[];
	readonly types?: readonly WorkPackageType[];
	readonly versions?: readonly Version[];
	readonly categories?: readonly Category[];
}

/**
 * Fills an empty database: catalogs as in a fresh OpenProject, a crew, the project 'FLRTS Field Work' and two
 * others, custom fields. No work packages. `provenanceField` names the text field for local ids; null leaves it out.
 */
export function fillDatabase(database: Database, { now, provenanceField, rules, seed = {} }: { now: number; provenanceField: string | null; rules: VersionRules; seed?: Seed }): void {
	addAll(database.statuses, SEED_STATUSES);
	addAll(database.priorities, SEED_PRIORITIES);
	addAll(database.types, [...seedTypes(now), ...(seed.types ?? [])]);
	addAll(database.roles, SEED_ROLES);
	addAll(database.principals, [...seedPrincipals(now), ...(seed.principals ?? [])]);
	addAll(database.projects, [...seedProjects(now), ...(seed.projects ?? [])]);
	addAll(database.memberships, [...seedMemberships(now), ...(seed.memberships ?? [])]);
	addAll(database.customFields, [...seedCustomFields(provenanceField, rules), ...(seed.customFields ?? [])]);
	addAll(database.versions, [...seedVersions(now), ...(seed.versions ?? [])]);
	addAll(database.categories, [...SEED_CATEGORIES, ...(seed.categories ?? [])]);
	database.reserveId('principal', Math.max(...database.principals.keys()));
	database.reserveId('project', Math.max(...database.projects.keys()));
	database.reserveId('membership', Math.max(...database.memberships.keys()));
	forbidTransitions(database);
}

function seedProjects(createdAt: number): readonly Project[] {
	const common = { active: true, public: false, parentId: null, createdAt };
	return [
		{ ...common, id: PROJECT.fieldWork, identifier: 'flrts-field-work', name: 'FLRTS Field Work', description: 'Tasks from field reports.', typeIds: [1, 2, 3] },
		{ ...common, id: PROJECT.headOffice, identifier: 'head-office', name: 'Head Office', description: '', typeIds: [1, 2, 4, 5, 6, 7] },
		{ ...common, id: PROJECT.payroll, identifier: 'payroll', name: 'Payroll', description: 'Not for everyone.', typeIds: [1] },
	];
}

function seedMemberships(createdAt: number): readonly Membership[] {
	const members: readonly (readonly [projectId: number, principalId: number, roleId: number])[] = [
		[PROJECT.fieldWork, API_USER_ID, ROLE.projectAdmin],
		...FIELD_CREW_IDS.map((id) => [PROJECT.fieldWork, id, ROLE.member] as const),
		[PROJECT.fieldWork, NIGHT_CREW_ID, ROLE.member],
		[PROJECT.fieldWork, 12, ROLE.member],
		[PROJECT.headOffice, API_USER_ID, ROLE.projectAdmin],
		[PROJECT.headOffice, 13, ROLE.member],
		[PROJECT.payroll, 13, ROLE.projectAdmin],
	];
	return members.map(([projectId, principalId, roleId], index) => ({ id: index + 1, projectId, principalId, roleIds: [roleId], createdAt }));
}

function seedVersions(createdAt: number): readonly Version[] {
	const common = { projectId: PROJECT.fieldWork, sharing: 'none', startDate: null, createdAt } as const;
	return [
		{ ...common, id: 1, name: 'Spring season', status: 'open', endDate: '2026-06-30' },
		{ ...common, id: 2, name: 'Autumn season', status: 'open', endDate: null },
	];
}

const SEED_CATEGORIES: readonly Category[] = [
	{ id: 1, name: 'Maintenance', projectId: PROJECT.fieldWork, assigneeId: null },
	{ id: 2, name: 'Inspection', projectId: PROJECT.fieldWork, assigneeId: null },
];

function forbidTransitions(database: Database): void {
	const idOf = (name: string): number => SEED_STATUSES.find((status) => status.name === name)!.id;
	for (const [from, to] of SEED_FORBIDDEN_TRANSITIONS) database.workflow.forbid({ from: idOf(from), to: idOf(to) });
}

function addAll<Row extends { readonly id: number }>(table: Map<number, Row>, rows: readonly Row[]): void {
	for (const row of rows) table.set(row.id, row);
}
