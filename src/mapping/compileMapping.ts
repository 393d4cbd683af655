import type { PolicySpec } from '../merge';
import { ConfigurationError } from '../errors';
import { canonicalJson, checksum } from '../record';
import type { Json, JsonObject } from '../record';
import { compileLens } from './compileLens';
import { isFreeText } from './isFreeText';
import type { CompiledField, CompiledMapping, FieldMapping } from './types';

/**
 * Checks a pair's fields and makes them ready for use. `defaults.policies` is for fields that name none.
 *
 * Throws a ConfigurationError, naming the fields, for: no fields; a name used twice; missing, repeated or shared columns and
 * properties (two fields on one column would move each other's base); a lens that makes no sense (`compileLens`); a
 * group whose fields have different owners or policies; a `priority` policy that names no field; a `text` policy of a field
 * that is no free text. Where `defaults` name `text`, fields that are none go by the other policies.
 */
export function compileMapping(fields: readonly FieldMapping[], defaults: { readonly policies: readonly PolicySpec[] }): CompiledMapping {
	if (fields.length === 0) throw new ConfigurationError('The mapping has no fields. Name at least one.');
	refuseRepeatedNames(fields);
	for (const field of fields) refuseMissingNames(field);
	refuseSharedNames(fields, 'local');
	refuseSharedNames(fields, 'remote');
	const groupPolicies = policiesOfGroups(fields);
	const compiled = fields.map((field) => compileField(field, policiesOf(field, groupPolicies) ?? defaults.policies.filter(({ kind }) => kind !== 'text' || isFreeText(field))));
	refuseUnknownPriorityFields(compiled);
	return {
		fields: compiled,
		localColumns: compiled.flatMap((field) => field.local).sort(),
		remoteProperties: compiled.flatMap((field) => field.remote).sort(),
	};
}

function policiesOf(field: FieldMapping, groupPolicies: ReadonlyMap<string, readonly PolicySpec[]>): readonly PolicySpec[] | undefined {
	const policies = (field.group === undefined ? undefined : groupPolicies.get(field.group)) ?? field.policies;
	if (policies === undefined || isFreeText(field) || policies.every(({ kind }) => kind !== 'text')) return policies;
	throw new ConfigurationError(`Field '${field.name}' has the policy 'text', which puts two texts together, but its lens '${field.lens.kind}' holds no free text: parts of two values would make one that nobody entered. Give it another policy, or the lens 'text' if it holds words.`, { data: { field: field.name } });
}

function compileField(field: FieldMapping, policies: readonly PolicySpec[]): CompiledField {
	return {
		name: field.name,
		local: field.local,
		remote: field.remote,
		lens: compileLens(field.lens, field),
		owner: field.owner ?? 'both',
		policies,
		group: field.group ?? null,
		isFreeText: isFreeText(field),
		hash: checksum({ local: field.local, remote: field.remote, lens: plainJson(field.lens) }).toString('hex'),
	};
}

/** Options given as undefined are the same as options not given. */
function plainJson(lens: FieldMapping['lens']): JsonObject {
	return Object.fromEntries(Object.entries(lens).filter((entry): entry is [string, Json] => entry[1] !== undefined));
}

function refuseRepeatedNames(fields: readonly FieldMapping[]): void {
	const byName = new Map<string, FieldMapping>();
	for (const field of fields) {
		const { name } = field;
		if (typeof name !== 'string' || name === '') throw new ConfigurationError('A field of the mapping has no name. Give each field a name of its own.');
		if (byName.has(name)) throw new ConfigurationError(`Two fields of the mapping are called '${name}'. Give each field a name of its own.`);
		byName.set(name, field);
	}
	// Conflicts are filed under the name of the group where there is one, else under that of the field.
	for (const { name, group } of fields) {
		const namesake = group === undefined ? undefined : byName.get(group);
		if (namesake !== undefined && namesake.group !== group) throw new ConfigurationError(`Field '${name}' is in group '${group}', which is also the name of a field. Call the group something else.`);
	}
}

function refuseMissingNames(field: FieldMapping): void {
	for (const [side, what] of [['local', 'column'], ['remote', 'property']] as const) {
		const names = field[side];
		if (!Array.isArray(names) || names.length === 0) throw new ConfigurationError(`Field '${field.name}' names no ${side} ${what}. Name one.`);
		if (names.some((name) => typeof name !== 'string' || name === '')) throw new ConfigurationError(`Field '${field.name}' has an empty ${side} ${what} name. Remove it, or fill it in.`);
	}
}

function refuseSharedNames(fields: readonly FieldMapping[], side: 'local' | 'remote'): void {
	const what = side === 'local' ? 'column' : 'property';
	const takenBy = new Map<string, string>();
	for (const field of fields) {
		for (const name of field[side]) {
			const other = takenBy.get(name);
			if (other === field.name) throw new ConfigurationError(`Field '${field.name}' names ${side} ${what} '${name}' twice. Name it once.`);
			if (other !== undefined) {
				throw new ConfigurationError(`Fields '${other}' and '${field.name}' both map ${side} ${what} '${name}'. A ${what} belongs to one field: remove one of them, or use a lens that covers both.`, { data: { fields: [other, field.name], name } });
			}
			takenBy.set(name, field.name);
		}
	}
}

/** The policies of each group that names any: members that name some must name the same. */
function policiesOfGroups(fields: readonly FieldMapping[]): ReadonlyMap<string, readonly PolicySpec[]> {
	const first = new Map<string, FieldMapping>();
	const named = new Map<string, FieldMapping & { readonly policies: readonly PolicySpec[] }>();
	for (const field of fields) {
		const { group, policies } = field;
		if (group === undefined) continue;
		const member = first.get(group) ?? field;
		first.set(group, member);
		if ((member.owner ?? 'both') !== (field.owner ?? 'both')) {
			throw new ConfigurationError(`Fields '${member.name}' and '${field.name}' are merged as one (group '${group}') but have different owners. Give them the same owner.`);
		}
		if (policies === undefined) continue;
		const earlier = named.get(group);
		if (earlier === undefined) named.set(group, { ...field, policies });
		else if (canonicalJson(earlier.policies as unknown as Json) !== canonicalJson(policies as unknown as Json)) {
			throw new ConfigurationError(`Fields '${earlier.name}' and '${field.name}' are merged as one (group '${group}') but have different policies. Name them on one of the two.`);
		}
	}
	return new Map([...named].map(([group, field]) => [group, field.policies]));
}

function refuseUnknownPriorityFields(fields: readonly CompiledField[]): void {
	const names = new Set(fields.map((field) => field.name));
	for (const field of fields) {
		for (const policy of field.policies) {
			if (policy.kind !== 'priority' || names.has(policy.field)) continue;
			throw new ConfigurationError(`The policy 'priority' of field '${field.name}' goes by field '${policy.field}', which is not mapped. Pick one of: ${[...names].join(', ')}.`);
		}
	}
}
