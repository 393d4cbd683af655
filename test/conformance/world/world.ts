import type { Client, Json } from '../client';
import type { Given } from './given';

/** A custom field of work packages. */
export interface Field {
	/** Such as 'customField7'. */
	readonly key: string;
}

export interface ListField extends Field {
	/** Addresses of what can be chosen. */
	readonly options: readonly string[];
}

export interface Person {
	readonly id: number;
	readonly firstName: string;
	readonly lastName: string;
	readonly email: string;
}

/** What only some worlds have. Each is explained in `NEEDS`. */
export interface Things {
	readonly admin: Client;
	readonly plainMember: true;
	readonly reader: Client;
	readonly mute: Client;
	readonly blind: Client;
	readonly timeless: Client;
	readonly stranger: Client;
	readonly outsider: { readonly id: number };
	readonly colleague: Person;
	readonly group: { readonly id: number };
	readonly privateProject: { readonly id: number };
	readonly archived: { readonly projectId: number; readonly workPackageId: number };
	readonly unreachableStatus: { readonly id: number };
	readonly closedStatus: { readonly id: number };
	readonly foreignType: { readonly id: number };
	readonly milestone: { readonly id: number };
	readonly weekends: true;
	readonly version: { readonly id: number };
	readonly inactivePriority: { readonly id: number };
	readonly stringField: Field;
	readonly intField: Field;
	readonly listField: ListField;
	readonly multiListField: ListField;
	readonly userField: Field;
	readonly userFieldForAll: Field;
	readonly projectField: Field;
	readonly defaultField: Field;
	readonly disabledField: Field;
	readonly requiredField: Field & { readonly projectId: number; readonly typeId: number };
	readonly emptyRequired: Field & { readonly workPackageId: number };
	readonly webhookSignature: () => Promise<string>;
}

export type Need = keyof Things;

/** Every thing in words, as a skipped check tells it. */
export const NEEDS: Readonly<Record<Need, string>> = {
	admin: 'an administrator\'s key',
	plainMember: 'a member\'s key that is no administrator\'s (--member-key)',
	reader: 'the key of someone who may only view the project (--reader-key)',
	mute: 'the key of someone who may view and not comment (--mute-key)',
	blind: 'the key of a member without view_work_packages (--blind-key)',
	timeless: 'the key of a member without view_time_entries (--timeless-key)',
	stranger: 'the key of someone who is no member (--stranger-key)',
	outsider: 'a user who cannot be assigned in the project (an administrator\'s key, or --stranger-key)',
	colleague: 'another member who can be assigned (an administrator\'s key)',
	group: 'a group among the members (an administrator\'s key)',
	privateProject: 'a project the member does not see (an administrator\'s key and --member-key)',
	archived: 'an archived project with a work package (an administrator\'s key)',
	unreachableStatus: 'a status the workflow does not reach from the first one',
	closedStatus: 'a closed status',
	foreignType: 'a type the project does not have',
	milestone: 'a milestone type in the project',
	weekends: 'Saturday and Sunday as non-working days',
	version: 'a version of the project (a key that may manage versions)',
	inactivePriority: 'a priority that is not active',
	stringField: 'a text custom field (--project with one)',
	intField: 'an integer custom field (--project with one)',
	listField: 'a list custom field for one value (--project with one)',
	multiListField: 'a list custom field for several values (--project with one)',
	userField: 'a user custom field (--project with one)',
	userFieldForAll: 'a user custom field for all projects',
	projectField: 'a custom field that is not for all projects (--project with one)',
	defaultField: 'a custom field with a default value (--project with one)',
	disabledField: 'a custom field that is not enabled for the project and its first type',
	requiredField: 'a project with a required custom field (in --world: requiredProject)',
	emptyRequired: 'a work package whose required custom field is empty (in --world: emptyRequired)',
	webhookSignature: 'a webhook, which only the administration pages can make',
};

/** A project on a server, with who and what is needed to ask about it. */
export interface World {
	/** Such as '15.4'. */
	readonly version: string;
	readonly project: { readonly id: number; readonly identifier: string };
	/** A type that is no milestone and has no required custom fields. */
	readonly taskId: number;
	/** A status the workflow reaches from the first one. */
	readonly otherStatusId: number;
	/** Someone who may add and edit. */
	readonly member: Client;
	readonly memberId: number;
	/** Whoever may most: the administrator where there is one. */
	readonly owner: Client;
	/** What a check starts from; none of it is recorded. */
	readonly given: Given;
	readonly things: Partial<Things>;
}

/** A running world, which can be taken away again. */
export interface OpenWorld {
	readonly world: World;
	/** What differs from server to server in texts, as [found, instead]: for recordings. */
	readonly renamed: readonly (readonly [found: string, instead: string])[];
	/** Custom fields by what they are, as 'customField7' -> 'customFieldString': for recordings. */
	readonly fields: ReadonlyMap<string, string>;
	/** Takes away what was made. Gives back what could not be taken away, in sentences. */
	close(): Promise<readonly string[]>;
}

/** A link to a resource by id. */
export function link(resource: string, id: number): { readonly href: string } {
	return { href: `/api/v3/${resource}/${id}` };
}

/** A body's links merged into others. */
export function withLinks(body: Json, links: Json): Json {
	return { ...body, _links: { ...links, ...body._links } };
}
