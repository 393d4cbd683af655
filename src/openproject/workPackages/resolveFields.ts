import { ConfigurationError } from '../../errors';
import type { Json, JsonObject } from '../../record';
import { customFieldNamed } from '../customFields';
import type { CustomField } from '../customFields';
import type { NamedKind } from '../properties';
import { isCustomField } from '../properties';
import { notFound, thingFor } from './catalog';
import { customValue } from './customValue';
import { isNothing, readBoolean, readDate, readHours, readName, readPercent, readSubject, readText } from './formValue';
import type { Formed } from './formValue';
import { writableField, writableNames } from './givenFields';
import type { GivenFields, WritableField } from './givenFields';
import { labelOf } from '../lookups';
import type { NamedThing } from '../lookups';
import { parentValue } from './parentValue';
import { personValue } from './personValue';
import type { Asked } from './personValue';
import type { Places } from './places';

/** Where a work package is or will be, as far as it decides what names stand for. */
export interface Where {
	readonly projectId: string;
	readonly projectName: string;
	/** Id of its type before the write; null for a new one, whose type is among the fields or the project's first. */
	readonly typeId: string | null;
}

export type Resolved =
	| {
			readonly status: 'resolved';
			/** In the engine's words: names for what is chosen by name, ids for people and the parent. */
			readonly values: JsonObject;
			/** What people call each property, for reports. */
			readonly labels: ReadonlyMap<string, string>;
			/** The type it will have. */
			readonly type: NamedThing;
			readonly isMilestone: boolean;
		}
	| { readonly status: 'refused'; readonly message: string };

/** Fields as people give them, in the engine's words: names and ids looked up, types checked. Nothing is sent but look-ups. */
export async function resolveFields(places: Places, where: Where, given: GivenFields, hints: ReadonlyMap<string, string> = new Map()): Promise<Resolved> {
	const type = await typeFor(places, where, given);
	if (typeof type === 'string') return { status: 'refused', message: type };
	const found = await Promise.all([...given].map(async ([name, one]) => await resolveField(places, where, type, { name, given: one, hint: hints.get(name) ?? null })));
	const refusals = found.filter((one) => one.status === 'refused');
	if (refusals.length > 0) return { status: 'refused', message: refusals.map(({ message }) => message).join(' ') };
	const fields = found.filter((one) => one.status === 'value');
	return {
		status: 'resolved',
		values: Object.fromEntries(fields.map(({ property, value }) => [property, value])),
		labels: new Map(fields.map(({ property, label }) => [property, label])),
		type, isMilestone: type.isMilestone,
	};
}

type ResolvedField = { readonly status: 'value'; readonly property: string; readonly value: Json; readonly label: string } | Extract<Formed, { status: 'refused' }>;

async function resolveField(places: Places, where: Where, type: NamedThing, asked: Asked): Promise<ResolvedField> {
	const field = writableField(asked.name);
	if (field !== undefined) {
		const formed = await standardValue(places, where, field, asked);
		return formed.status === 'refused' ? formed : { ...formed, property: field.property, label: asked.name };
	}
	const custom = await customFieldFor(places, where, type, asked.name);
	if (typeof custom === 'string') return { status: 'refused', message: custom };
	const formed = await customValue(places, { projectId: where.projectId, typeId: type.id }, custom, asked.given);
	return formed.status === 'refused' ? formed : { ...formed, property: custom.key, label: custom.name };
}

/** The type a work package will have, or a sentence where the one given is not enabled. */
async function typeFor(places: Places, { projectId, projectName, typeId }: Where, given: GivenFields): Promise<NamedThing | string> {
	const types = await places.lookups(projectId).list('type');
	const name = given.get('type');
	if (isNothing(name)) {
		const present = typeId === null ? types[0] : types.find((type) => type.id === typeId);
		// A type taken out of the project stays on the work packages that have it.
		return present ?? (typeId === null ? `Project '${projectName}' has no work package type enabled.` : { id: typeId, name: '', href: `/api/v3/types/${typeId}`, isMilestone: false });
	}
	return thingFor(String(name), types) ?? `${notFound(String(name), types, `types enabled in project '${projectName}'`)}`;
}

async function customFieldFor(places: Places, { projectId, projectName }: Where, type: NamedThing, name: string): Promise<CustomField | string> {
	const { fields } = await places.lookups(projectId).schema([type.id]);
	try {
		return customFieldNamed(name, fields, `type '${type.name}' in project '${projectName}'`);
	} catch (error) {
		if (!(error instanceof ConfigurationError)) throw error;
		const isKey = isCustomField(name);
		return isKey ? error.message : `${error.message} The other fields are: ${writableNames.join(', ')}.`;
	}
}

async function standardValue(places: Places, { projectId }: Where, { property, form }: WritableField, { name, given, hint }: Asked): Promise<Formed> {
	switch (form) {
		case 'text':
			return readSubject(given, name);
		case 'formatted':
			return readText(given, name);
		case 'name':
			return await namedValue(places, projectId, property as NamedKind, given);
		case 'person':
			return await personValue(places, projectId, { name, given, hint });
		case 'parent':
			return await parentValue(places, given, name);
		case 'date':
			return readDate(given, name);
		case 'hours':
			return readHours(given, name);
		case 'percent':
			return readPercent(given, name);
		case 'boolean':
			return readBoolean(given, name);
	}
}

async function namedValue(places: Places, projectId: string, kind: NamedKind, given: unknown): Promise<Formed> {
	const name = readName(given, kind);
	if (name.status === 'refused') return name;
	if (name.value === null) return kind === 'version' || kind === 'category' ? { status: 'value', value: null } : { status: 'refused', message: `The ${kind} is empty. Give the name or id of one, or leave the field out.` };
	const things = await places.lookups(projectId).list(kind);
	const thing = thingFor(name.value, things);
	return thing === null ? { status: 'refused', message: notFound(name.value, things, labelOf(kind)) } : { status: 'value', value: thing.name };
}
