import { randomBytes } from 'node:crypto';
import type { Client, Json } from '../client';
import { succeeded } from './given';
import type { Trash } from './trash';
import { link, type Person } from './world';

/** Roles every fresh OpenProject has. */
export type StandardRole = 'Member' | 'Reader' | 'Project admin';

/** Makes users, groups and memberships, as an administrator. */
export class People {
	constructor(
		private readonly admin: Client,
		private readonly trash: Trash,
		private readonly marker: string,
	) {}

	/** A new user with a name nobody else has. */
	async user(firstName: string): Promise<Person> {
		const lastName = `${firstName}son${this.marker}`;
		const login = `${firstName}-${this.marker}`.toLowerCase();
		const email = `${login}@example.com`;
		const password = `Aa1!${randomBytes(12).toString('hex')}`;
		const { id } = succeeded(await this.admin.post('/api/v3/users', { login, email, firstName, lastName, password, status: 'active', language: 'en' }));
		this.trash.add(`/api/v3/users/${id}`);
		return { id, firstName, lastName, email };
	}

	/** One of those who can be assigned whose last name nobody else has, or else a new member. */
	async colleague(projectId: number, assignable: readonly Json[]): Promise<Person> {
		for (const { id, _type } of assignable) {
			if (_type !== 'User') continue;
			const { firstName, lastName, email } = succeeded(await this.admin.get(`/api/v3/users/${id}`));
			const namesakes = await this.admin.list({ filters: [{ any_name_attribute: { operator: '~', values: [lastName] } }] }, '/api/v3/principals');
			if (succeeded(namesakes).total === 1) return { id, firstName, lastName, email };
		}
		const colleague = await this.user('Cora');
		await this.join(projectId, colleague.id, 'Member');
		return colleague;
	}

	/** A group that can be assigned, or else a new one with this member. */
	async group(projectId: number, assignable: readonly Json[], memberId: number): Promise<{ readonly id: number }> {
		const found = assignable.find(({ _type }) => _type === 'Group');
		if (found !== undefined) return { id: found.id };
		const { id } = succeeded(await this.admin.post('/api/v3/groups', { name: `Crew ${this.marker}`, _links: { members: [link('users', memberId)] } }));
		this.trash.add(`/api/v3/groups/${id}`);
		await this.join(projectId, id, 'Member');
		return { id };
	}

	/** Makes somebody a member, unless they are one already. */
	async join(projectId: number, principalId: number, role: StandardRole): Promise<void> {
		if (await this.isMember(projectId, principalId)) return;
		const roles: readonly Json[] = succeeded(await this.admin.get('/api/v3/roles'))._embedded.elements;
		const found = roles.find(({ name }) => name === role);
		if (found === undefined) throw new Error(`There is no role '${role}'. Give --project with members of your own.`);
		const body = { _links: { project: link('projects', projectId), principal: link('users', principalId), roles: [link('roles', found.id)] }, _meta: { sendNotifications: false } };
		const { id } = succeeded(await this.admin.post('/api/v3/memberships', body));
		this.trash.add(`/api/v3/memberships/${id}`);
	}

	private async isMember(projectId: number, principalId: number): Promise<boolean> {
		const condition = (name: string, id: number): Json => ({ [name]: { operator: '=', values: [String(id)] } });
		const reply = await this.admin.list({ filters: [condition('project', projectId), condition('principal', principalId)] }, '/api/v3/memberships');
		return succeeded(reply).total > 0;
	}
}
