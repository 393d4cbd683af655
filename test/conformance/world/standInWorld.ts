import { API_USER_ID, NIGHT_CREW_ID, PROJECT, PROVENANCE_FIELD_ID, startOpenProject, type OpenProjectServer, type OpenProjectVersion, type ScriptedStore, type Seed } from '../../../sandbox/openproject';
import { Client, type Listener } from '../client';
import { formFields } from './catalogs';
import { namesOf } from './customFields';
import { Given } from './given';
import type { OpenWorld, Things } from './world';

/** Ids of people, projects and fields the stand-in is filled with beyond its own. */
const READER = 41;
const STRANGER = 42;
const BLIND = 43;
const REQUIRED_PROJECT = 8;
const ARCHIVED_PROJECT = 9;
const FIELD = { required: 30, userForAll: 31, withDefault: 32 } as const;

const COMMON = { isMulti: false, isRequired: false, maxLength: 0, options: [], projectIds: null, typeIds: null };

const SEED: Seed = {
	memberships: [{ id: 91, projectId: PROJECT.fieldWork, principalId: BLIND, roleIds: [], createdAt: 0 }],
	customFields: [
		{ ...COMMON, id: FIELD.userForAll, name: 'Auditor', format: 'user' },
		{ ...COMMON, id: FIELD.withDefault, name: 'Shift', format: 'string', projectIds: [PROJECT.fieldWork], defaultValue: 'day' },
	],
};

/** The stand-in, filled with whatever checks can need. Nothing of it outlives `close`. */
export async function standInWorld(version: OpenProjectVersion, onReply: Listener): Promise<OpenWorld> {
	const server = await startOpenProject({ version, seed: SEED });
	const clients = clientsOf(server, onReply);
	const given = new Given(new Client(server.url, server.apiKey, () => undefined), { projectId: PROJECT.fieldWork, taskId: 1 }, 'conformance');
	const things = { ...clients.things, ...thingsOf(server) };
	return {
		world: {
			version,
			project: { id: server.projectId, identifier: server.projectIdentifier },
			taskId: 1,
			otherStatusId: 7,
			member: clients.member,
			memberId: API_USER_ID,
			owner: clients.admin,
			given,
			things,
		},
		fields: namesOf(await formFields(clients.member, PROJECT.fieldWork, 1), things),
		renamed: [[server.url, ''], [server.projectIdentifier, 'project']],
		close: async () => {
			await server.close();
			return [];
		},
	};
}

function clientsOf({ url, store, tokens, apiKey }: OpenProjectServer, onReply: Listener): { readonly member: Client; readonly admin: Client; readonly things: Partial<Things> } {
	const client = (key: string, userId: number): Client => {
		tokens.addApiKey(key, userId);
		return new Client(url, key, onReply);
	};
	store.addUser({ id: READER, firstName: 'Rita', lastName: 'Reader' });
	store.addUser({ id: STRANGER, firstName: 'Stan', lastName: 'Stranger' });
	store.addUser({ id: BLIND, firstName: 'Bo', lastName: 'Blind' });
	store.setMembership({ userId: READER, project: PROJECT.fieldWork, role: 'reader' });
	store.setMembership({ userId: API_USER_ID, project: PROJECT.fieldWork, role: 'member' });
	const admin = client('admin', 4);
	return { member: new Client(url, apiKey, onReply), admin, things: { admin, reader: client('reader', READER), stranger: client('stranger', STRANGER), blind: client('blind', BLIND) } };
}

function thingsOf({ store, webhooks }: OpenProjectServer): Partial<Things> {
	store.addProject({ id: ARCHIVED_PROJECT, identifier: 'archived', name: 'Archived' });
	const archived = store.create({ subject: 'Long ago', project: ARCHIVED_PROJECT });
	store.addProject({ id: ARCHIVED_PROJECT, identifier: 'archived', name: 'Archived', active: false });
	store.setPriorityActive('Immediate', false);
	return {
		...fieldsOf(store),
		plainMember: true,
		outsider: { id: STRANGER },
		colleague: { id: 6, firstName: 'Maria', lastName: 'Alvarez', email: 'maria.alvarez@example.com' },
		group: { id: NIGHT_CREW_ID },
		privateProject: { id: PROJECT.payroll },
		archived: { projectId: ARCHIVED_PROJECT, workPackageId: archived.id },
		unreachableStatus: { id: 10 },
		closedStatus: { id: 12 },
		foreignType: { id: 7 },
		milestone: { id: 2 },
		weekends: true,
		version: { id: 1 },
		inactivePriority: { id: 10 },
		webhookSignature: async () => {
			const forget = webhooks.add({ url: 'http://127.0.0.1:9', secret: 'secret' });
			store.create({ subject: 'Heard of' });
			await webhooks.flush();
			forget();
			return webhooks.deliveries.at(-1)?.headers['X-OP-Signature'] ?? 'none';
		},
	};
}

function fieldsOf(store: ScriptedStore): Partial<Things> {
	store.addProject({ id: REQUIRED_PROJECT, identifier: 'permits', name: 'Permits' });
	store.setMembership({ userId: API_USER_ID, project: REQUIRED_PROJECT, role: 'projectAdmin' });
	const empty = store.create({ subject: 'Without permit', project: REQUIRED_PROJECT });
	store.setCustomField({ id: FIELD.required, name: 'Permit', format: 'string', isRequired: true, projectIds: [REQUIRED_PROJECT] });
	const required = { key: keyOf(FIELD.required) };
	return {
		stringField: { key: keyOf(PROVENANCE_FIELD_ID) },
		listField: { key: keyOf(2), options: ['/api/v3/custom_options/1', '/api/v3/custom_options/2'] },
		multiListField: { key: keyOf(5), options: ['/api/v3/custom_options/11', '/api/v3/custom_options/12'] },
		userField: { key: keyOf(3) },
		userFieldForAll: { key: keyOf(FIELD.userForAll) },
		intField: { key: keyOf(4) },
		projectField: { key: keyOf(4) },
		defaultField: { key: keyOf(FIELD.withDefault) },
		disabledField: required,
		requiredField: { ...required, projectId: REQUIRED_PROJECT, typeId: 1 },
		emptyRequired: { ...required, workPackageId: empty.id },
	};
}

function keyOf(id: number): string {
	return `customField${id}`;
}
