import { randomBytes } from 'node:crypto';
import { Client, type Json, type Listener } from '../client';
import { checkVersion } from '../versions';
import { catalogThings, elementsOf, statusThings, taskOf, typesOf, type TypeOfProject } from './catalogs';
import { kindsOf, namesOf, present, type FoundField } from './customFields';
import { Given, succeeded } from './given';
import { People } from './people';
import { Trash } from './trash';
import type { RoleName, ServerFacts } from './worldFile';
import { link, type OpenWorld, type Things, type World } from './world';

/** How many other projects are looked at. */
const OTHER_PROJECTS = 4;

/** A user behind a key. */
interface Holder {
	readonly id: number;
	readonly name: string;
	readonly isAdmin: boolean;
	/** Its answers are recorded. */
	readonly client: Client;
	/** Its answers are not. */
	readonly quiet: Client;
}

/**
 * Prepares a world on a running server: a project, members, and what else can be made by API with the keys there are. What
 * was made is taken away by `close`, and at once where preparing fails.
 */
export async function serverWorld(url: string, facts: ServerFacts, onReply: Listener): Promise<OpenWorld> {
	const marker = `conf${randomBytes(4).toString('hex')}`;
	const trash = new Trash();
	const main = await holderOf(url, facts.key, [trash.watch, onReply]);
	const holders = new Map<RoleName, Holder>();
	for (const [role, key] of Object.entries(facts.keys) as [RoleName, string][]) holders.set(role, await holderOf(url, key, [trash.watch, onReply]));
	const close = (): Promise<readonly string[]> => trash.empty(main.quiet);
	try {
		const { world, fields } = await new Preparation({ facts, marker, trash, main, holders }).world();
		const people = [main, ...holders.values()].map(({ name }): [string, string] => [name, 'somebody']);
		return { world, fields, renamed: [[url, ''], [new URL(url).host, 'openproject.example.com'], [world.project.identifier, 'project'], [marker, 'conformance'], ...people], close };
	} catch (error) {
		await close();
		throw error;
	}
}

async function holderOf(url: string, key: string, listeners: readonly Listener[]): Promise<Holder> {
	const [watch] = listeners;
	const quiet = new Client(url, key, watch as Listener);
	const reply = await quiet.get('/api/v3/users/me');
	if (reply.json?._type !== 'User') throw new Error(`GET /api/v3/users/me answered ${reply.status}${reply.status === 401 ? ': the key is not valid' : ''}.`);
	const client = new Client(url, key, (asked, answer) => listeners.forEach((listener) => listener(asked, answer)));
	return { id: reply.json.id, name: String(reply.json.name), isAdmin: reply.json.admin === true, client, quiet };
}

interface Materials {
	readonly facts: ServerFacts;
	readonly marker: string;
	readonly trash: Trash;
	readonly main: Holder;
	readonly holders: ReadonlyMap<RoleName, Holder>;
}

class Preparation {
	private readonly member: Holder;
	private readonly admin: Holder | null;
	private readonly people: People | null;

	constructor(private readonly materials: Materials) {
		const { main, holders, trash, marker } = materials;
		this.member = holders.get('member') ?? main;
		this.admin = main.isAdmin ? main : null;
		this.people = main.isAdmin ? new People(main.quiet, trash, marker) : null;
	}

	async world(): Promise<Pick<OpenWorld, 'world' | 'fields'>> {
		const { facts, main, marker } = this.materials;
		const version = await this.version();
		const project = facts.project === undefined ? await this.newProject('Main') : await this.projectOf(facts.project);
		await this.joinAll(project.id);
		const types = await typesOf(this.member.quiet, project.id);
		const task = taskOf(types);
		const given = new Given(this.member.quiet, { projectId: project.id, taskId: task.id }, marker);
		const { otherStatusId, things } = await statusThings(this.member.quiet, await given.workPackage());
		const fieldThings = await this.fieldThings(project.id, types, task);
		const world: World = {
			version,
			project: { id: project.id, identifier: project.identifier },
			taskId: task.id,
			otherStatusId,
			member: this.member.client,
			memberId: this.member.id,
			owner: main.client,
			given,
			things: {
				...things,
				...(await catalogThings(this.member.quiet, types)),
				...fieldThings,
				...this.keyThings(),
				...(await this.peopleThings(project.id)),
				...(await this.projectThings(project.id)),
			},
		};
		return { world, fields: namesOf(types.flatMap(({ fields }) => fields), fieldThings) };
	}

	private async version(): Promise<string> {
		const { facts, main } = this.materials;
		const core = succeeded(await main.quiet.get('/api/v3')).coreVersion;
		if (facts.version === undefined && typeof core !== 'string') throw new Error('Only administrators are told the version. Give --version, such as --version 15.4.');
		return checkVersion(facts.version ?? core);
	}

	private async projectOf(name: string): Promise<Json> {
		return succeeded(await this.materials.main.quiet.get(`/api/v3/projects/${encodeURIComponent(name)}`));
	}

	private async newProject(name: string): Promise<Json> {
		if (this.admin === null) throw new Error('Only an administrator can make a project. Give one with --project, by id or identifier.');
		const { marker, trash } = this.materials;
		const project = succeeded(await this.admin.quiet.post('/api/v3/projects', { name: `Conformance ${name} ${marker}`, identifier: `${marker}-${name.toLowerCase()}` }));
		trash.add(`/api/v3/projects/${project.id}`);
		return project;
	}

	private async joinAll(projectId: number): Promise<void> {
		if (this.people === null) return;
		if (!this.member.isAdmin) await this.people.join(projectId, this.member.id, 'Member');
		const reader = this.materials.holders.get('reader');
		if (reader !== undefined) await this.people.join(projectId, reader.id, 'Reader');
	}

	private keyThings(): Partial<Things> {
		const client = (role: RoleName): Client | undefined => this.materials.holders.get(role)?.client;
		return present({
			...(this.admin === null ? {} : { admin: this.admin.client }),
			...(this.member.isAdmin ? {} : { plainMember: true }),
			reader: client('reader'),
			mute: client('mute'),
			blind: client('blind'),
			timeless: client('timeless'),
			stranger: client('stranger'),
		});
	}

	private async fieldThings(projectId: number, types: readonly TypeOfProject[], task: TypeOfProject): Promise<Partial<Things>> {
		const { facts } = this.materials;
		const elsewhere = await this.fieldsElsewhere(projectId);
		const required = facts.requiredProject === undefined ? undefined : await this.requiredOf(facts.requiredProject);
		const others = [...types.flatMap(({ fields }) => fields), ...(required === undefined ? [] : [required])];
		return present({
			...kindsOf(task.fields, elsewhere),
			disabledField: others.find(({ key }) => !task.fields.some((field) => field.key === key)),
			requiredField: required,
			emptyRequired: required === undefined || facts.emptyRequired === undefined ? undefined : { key: required.key, workPackageId: facts.emptyRequired },
		});
	}

	/** Fields of other projects that were there before: what one of them lacks is not for all. New projects get every field. */
	private async fieldsElsewhere(projectId: number): Promise<readonly (readonly FoundField[])[]> {
		const { marker, main } = this.materials;
		const projects = succeeded(await main.quiet.list({ filters: [{ active: { operator: '=', values: ['t'] } }], pageSize: '20' }, '/api/v3/projects'))._embedded.elements;
		const others = projects.filter(({ id, identifier }: Json) => id !== projectId && !identifier.startsWith(marker)).slice(0, OTHER_PROJECTS);
		const found: (readonly FoundField[])[] = [];
		for (const { id } of others) found.push((await typesOf(main.quiet, id)).flatMap(({ fields }) => fields));
		return found;
	}

	private async requiredOf(projectId: number): Promise<Things['requiredField'] | undefined> {
		for (const { id, fields } of await typesOf(this.member.quiet, projectId)) {
			const required = fields.find(({ isRequired }) => isRequired);
			if (required !== undefined) return { key: required.key, projectId, typeId: id };
		}
		return undefined;
	}

	private async peopleThings(projectId: number): Promise<Partial<Things>> {
		const stranger = this.materials.holders.get('stranger');
		if (this.people === null || this.admin === null) return present({ outsider: stranger === undefined ? undefined : { id: stranger.id } });
		const assignable = await elementsOf(this.admin.quiet, `/api/v3/projects/${projectId}/available_assignees`);
		const outsider = stranger ?? (await this.people.user('Otto'));
		const colleague = await this.people.colleague(projectId, assignable.filter(({ id }) => id !== this.member.id));
		const group = await this.people.group(projectId, assignable, colleague.id);
		return { colleague, outsider: { id: outsider.id }, group };
	}

	private async projectThings(projectId: number): Promise<Partial<Things>> {
		const { trash, main, marker } = this.materials;
		const version = await main.quiet.post('/api/v3/versions', { name: marker, _links: { definingProject: link('projects', projectId) } });
		if (version.status === 201) trash.add(`/api/v3/versions/${version.json.id}`);
		return present({
			version: version.status === 201 ? { id: version.json.id } : undefined,
			...(this.admin === null ? {} : { archived: await this.archived(this.admin.quiet) }),
			...(this.admin === null || this.member.isAdmin ? {} : { privateProject: await this.newProject('Private') }),
		});
	}

	private async archived(admin: Client): Promise<Things['archived']> {
		const project = await this.newProject('Archived');
		const [type] = await typesOf(admin, project.id);
		const required = Object.fromEntries((type?.fields ?? []).filter(({ isRequired }) => isRequired).map(({ key }) => [key, 'x']));
		const workPackage = succeeded(await admin.create({ ...required, subject: 'Long ago', _links: { project: link('projects', project.id), type: link('types', type?.id ?? 1) } }));
		succeeded(await admin.patch(`/api/v3/projects/${project.id}`, { active: false }));
		return { projectId: project.id, workPackageId: workPackage.id };
	}
}
