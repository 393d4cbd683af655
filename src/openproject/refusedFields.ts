import { BatchSyncError } from '../errors';
import type { JsonObject } from '../record';
import { valueAt } from '../record';
import type { CustomField } from './customFields';
import { own } from './json';
import type { Lookups } from './lookups';
import { filterName } from './mergeFilters';
import type { Problem } from './problem';
import { isCustomField } from './properties';

/** A write that was refused, and where the names of its custom fields are known. */
export interface RefusedWrite {
	readonly body: JsonObject;
	readonly typeIds: readonly string[];
	readonly lookups: Lookups;
}

const SHOWN = 12;

/**
 * Which custom fields a refusal is about, by the names people see, and what to do: empty where it names none. A required
 * field that nobody filled in stops every write of that work package, whatever was sent.
 */
export async function refusedFields(problem: Problem, { body, typeIds, lookups }: RefusedWrite): Promise<string> {
	const keys = [...new Set(problem.attributes.map(filterName))].filter(isCustomField);
	if (keys.length === 0) return '';
	try {
		const { fields } = await lookups.schema(typeIds);
		const sentences = await Promise.all(keys.map(async (key) => await sentenceOn(fields.get(key), { body, typeIds, lookups })));
		return sentences.filter((sentence) => sentence !== '').map((sentence) => ` ${sentence}`).join('');
	} catch (error) {
		// The refusal is told in any case; the names are a help.
		if (error instanceof BatchSyncError) return '';
		throw error;
	}
}

async function sentenceOn(field: CustomField | undefined, { body, typeIds, lookups }: RefusedWrite): Promise<string> {
	if (field === undefined) return '';
	const name = `'${field.name}' (${field.key})`;
	const sent = valueAt(body, field.key) ?? own(valueAt(body, '_links'), field.key);
	const isChosen = field.isHierarchy || /^(\[\])?(CustomOption|Version)$/.test(field.type);
	const must = `${name} must be filled in OpenProject: fill it in the work package, give it a default value in Administration > Custom fields, or map it to a column that holds a value.`;
	if (sent === undefined && isChosen) return `${must} If it holds one there, that value was removed from its list: choose another. ${await mayHold(field, name, { typeIds, lookups })}`;
	if (isEmpty(sent)) return must;
	return isChosen ? await mayHold(field, name, { typeIds, lookups }) : `It is about the custom field ${name}.`;
}

/** Asked for again: what the field may hold has changed, or the value would have been known not to be among it. */
async function mayHold(field: CustomField, name: string, { typeIds, lookups }: Pick<RefusedWrite, 'typeIds' | 'lookups'>): Promise<string> {
	lookups.forgetAllowed(field);
	const allowed = await lookups.allowedValues(field, typeIds);
	const names = (allowed ?? []).map((value) => value.name);
	return `${name} may hold: ${names.length === 0 ? 'nothing at present' : names.slice(0, SHOWN).join(', ')}${names.length > SHOWN ? ', …' : ''}.`;
}

function isEmpty(sent: unknown): boolean {
	if (sent === undefined || sent === null || sent === '') return true;
	if (Array.isArray(sent)) return sent.length === 0;
	return own(sent, 'href') === null || own(sent, 'raw') === '';
}
