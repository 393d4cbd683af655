import type { Principal, Project, WorkPackage } from './data/model';
import { ROLE, type RoleName } from './data/roles';
import { PROJECT } from './data/seed';
import type { Instance } from './instance';
import { viewWorkPackage, type WorkPackageView } from './represent/workPackageView';
import { commentOnWorkPackage } from './rules/commentOnWorkPackage';
import { createWorkPackage } from './rules/createWorkPackage';
import { deleteWorkPackage } from './rules/deleteWorkPackage';
import { touchWorkPackage, updateWorkPackage } from './rules/updateWorkPackage';
import { ScriptedAdministration } from './scriptedAdministration';
import { changesFromScript, projectIdOf, type ScriptValues } from './scriptValues';

/** Who edits when a script does not say: a member of the crew, not the API user. */
const DEFAULT_EDITOR_ID = 6;

/**
 * Direct access for scripts and tests: what other people do in OpenProject's own pages. The same rules apply as
 * through the API (bumps of parents, workflow, validation), permissions and lockVersion do not.
 */
export class ScriptedStore extends ScriptedAdministration {
	constructor(private readonly instance: Instance) {
		super(instance.database);
	}

	/** Creates a work package; a Task in 'FLRTS Field Work' unless told otherwise. */
	create(values: ScriptValues & { readonly subject: string }, { as = DEFAULT_EDITOR_ID }: { readonly as?: number } = {}): WorkPackageView {
		const changes = changesFromScript(this.instance, { project: PROJECT.fieldWork, type: 'Task', ...values });
		return this.view(createWorkPackage(this.instance, { author: this.principal(as), access: null, changes }));
	}

	/** Edits a work package. Throws where a rule forbids it. */
	update(id: number, values: ScriptValues, { as = DEFAULT_EDITOR_ID }: { readonly as?: number } = {}): WorkPackageView {
		const changes = changesFromScript(this.instance, values);
		return this.view(updateWorkPackage(this.instance, this.row(id), { user: this.principal(as), access: null, changes }));
	}

	/** Moves a work package with its descendants to another project (id or identifier). */
	move(id: number, project: string | number, { as = DEFAULT_EDITOR_ID }: { readonly as?: number } = {}): WorkPackageView {
		return this.update(id, { project }, { as });
	}

	/** Comments: updatedAt moves, lockVersion does not. */
	comment(id: number, comment: string, { as = DEFAULT_EDITOR_ID }: { readonly as?: number } = {}): WorkPackageView {
		commentOnWorkPackage(this.instance, this.row(id), { userId: as, comment });
		return this.get(id)!;
	}

	/** Moves updatedAt alone, as an attachment does. */
	touch(id: number): WorkPackageView {
		return this.view(touchWorkPackage(this.instance, this.row(id)));
	}

	/** Deletes a work package with all descendants; gives the ids that are gone. */
	delete(id: number, { as = DEFAULT_EDITOR_ID }: { readonly as?: number } = {}): readonly number[] {
		return deleteWorkPackage(this.instance, this.row(id), as);
	}

	/** What 'Copy work package' does: a new one with all values, custom fields included. */
	copy(id: number, { as = DEFAULT_EDITOR_ID }: { readonly as?: number } = {}): WorkPackageView {
		const { customValues, ...row } = this.row(id);
		const { subject, description, projectId, typeId, statusId, priorityId, assigneeId, responsibleId, parentId, startDate, dueDate } = row;
		const values = { subject, description, projectId, typeId, statusId, priorityId, assigneeId, responsibleId, parentId, startDate, dueDate };
		return this.view(createWorkPackage(this.instance, { author: this.principal(as), access: null, changes: { values, customValues } }));
	}

	/** Books time on a work package. */
	logTime(id: number, hours: number, { as = DEFAULT_EDITOR_ID }: { readonly as?: number } = {}): void {
		this.instance.database.addTimeEntry({ workPackageId: this.row(id).id, userId: as, hours });
	}

	get(id: number): WorkPackageView | undefined {
		const row = this.instance.database.workPackages.get(id);
		return row === undefined ? undefined : this.view(row);
	}

	/** All work packages of all projects, in order of id, with lockVersion and updatedAt. */
	list({ project }: { readonly project?: string | number } = {}): readonly WorkPackageView[] {
		const rows = this.instance.database.workPackages.byId.rows;
		const projectId = project === undefined ? null : this.projectId(project);
		return rows.filter((row) => projectId === null || row.projectId === projectId).map((row) => this.view(row));
	}

	get count(): number {
		return this.instance.database.workPackages.size;
	}

	/** Hides a work package from everyone, as a lost permission does: no time moves, it answers 404. */
	hide(id: number): void {
		this.instance.database.hidden.add(this.row(id).id);
	}

	show(id: number): void {
		this.instance.database.hidden.delete(id);
	}

	/** Gives a principal a role in a project, in the stead of the one they have; null takes the membership away. */
	setMembership({ userId, project, role }: { readonly userId: number; readonly project: string | number; readonly role: RoleName | null }): void {
		const { memberships } = this.instance.database;
		const projectId = this.projectId(project);
		const current = [...memberships.values()].find((membership) => membership.projectId === projectId && membership.principalId === userId);
		if (role === null) {
			if (current !== undefined) memberships.delete(current.id);
			return;
		}
		const id = current?.id ?? this.instance.database.nextId('membership');
		memberships.set(id, { id, projectId, principalId: userId, roleIds: [ROLE[role]], createdAt: current?.createdAt ?? this.instance.clock.tick() });
	}

	/** Adds a project; types Task, Milestone and Phase unless told otherwise. Nobody is a member yet. */
	addProject(project: Pick<Project, 'identifier' | 'name'> & Partial<Project>): Project {
		const id = project.id ?? this.instance.database.nextId('project');
		const added: Project = { description: '', active: true, public: false, parentId: null, typeIds: [1, 2, 3], createdAt: this.instance.clock.tick(), ...project, id };
		this.instance.database.projects.set(id, added);
		this.instance.database.reserveId('project', id);
		return added;
	}

	/** Adds a user; not a member of anything yet. */
	addUser(user: Pick<Principal, 'firstName' | 'lastName'> & Partial<Principal>): Principal {
		const id = user.id ?? this.instance.database.nextId('principal');
		const login = `${user.firstName}.${user.lastName}`.toLowerCase();
		const name = `${user.firstName} ${user.lastName}`;
		const added: Principal = { kind: 'User', login, name, email: `${login}@example.com`, admin: false, status: 'active', createdAt: this.instance.clock.tick(), ...user, id };
		this.instance.database.principals.set(id, added);
		this.instance.database.reserveId('principal', id);
		return added;
	}

	private view(row: WorkPackage): WorkPackageView {
		return viewWorkPackage(row, this.instance.database);
	}

	private row(id: number): WorkPackage {
		const row = this.instance.database.workPackages.get(id);
		if (row === undefined) throw new Error(`There is no work package ${id}.`);
		return row;
	}

	private principal(id: number): Principal {
		const principal = this.instance.database.principals.get(id);
		if (principal === undefined) throw new Error(`There is no user ${id}.`);
		return principal;
	}

	private projectId(project: string | number): number {
		return projectIdOf([...this.instance.database.projects.values()], project);
	}
}
