import type { IExecuteFunctions } from 'n8n-workflow';
import type { CompareRules, KeyRules } from '../../../src/equality';
import { compileTimeZone } from '../../../src/mapping';
import type { PolicyKind, PolicySpec, RecordRules, TreeFields } from '../../../src/merge';
import { equalityRulesOf, keyRulesOf, optionsOfRules } from '../../n8n/equalityRules';
import { InputError } from '../../n8n/InputError';
import { booleanOf, numberOf, requiredText, textOf, textOrNull, textsOf, valuesOf, wordOf, type Values } from '../../n8n/values';
import { workflowZone } from '../../n8n/workflowZone';
import { readPolicies, type Policies } from './policies';

/** Everything the node's parameters say, read once for all items. */
export interface MergeNodeSettings {
	readonly source: 'inputs' | 'item';
	readonly keyFields: readonly string[];
	readonly keyRules: KeyRules;
	/** Zone of times that name none. */
	readonly timeZone: string;
	readonly hasBase: boolean;
	readonly useAuthority: boolean;
	readonly allowEmpty: boolean;
	readonly showUnchanged: boolean;
	readonly properties: ItemProperties;
	readonly tree: TreeFields | null;
	readonly rules: RecordRules;
	/** Fields that parameters name, each with the parameter, to be looked for in the items. */
	readonly namedFields: ReadonlyArray<{ readonly parameter: string; readonly field: string }>;
}

/** Where an item has its records. */
export type ItemProperties = Readonly<Record<'authority' | 'base' | 'key' | 'local' | 'remote', string>>;

export function readSettings(context: IExecuteFunctions): MergeNodeSettings {
	const options = valuesOf(context.getNodeParameter('options', 0, {}));
	const source = wordOf(context.getNodeParameter('source', 0), 'Records Come From', ['inputs', 'item']);
	const policies = readPolicies(context.getNodeParameter('fieldPolicies', 0, {}), context.getNodeParameter('defaultPolicies', 0, {}));
	const useAuthority = booleanOf(context.getNodeParameter('useAuthority', 0, false), 'Use Authority', false);
	const keyFields = source === 'inputs' ? keyFieldsOf(context.getNodeParameter('keyFields', 0, '')) : [];
	const equality = equalityRulesOf(options, workflowZone(context));
	const rules = rulesOf(options, policies, source, equality);
	const tree = treeOf(valuesOf(valuesOf(options['tree'])['fields']));
	checkPolicies(policies, rules, useAuthority);
	return {
		source,
		keyFields,
		keyRules: keyRulesOf(options),
		timeZone: equality.timeZone ?? 'UTC',
		hasBase: source === 'item' || wordOf(context.getNodeParameter('base', 0, 'input'), 'Base', ['input', 'none']) === 'input',
		useAuthority,
		allowEmpty: booleanOf(options['allowEmpty'], 'Allow Empty Inputs', false),
		showUnchanged: booleanOf(options['showUnchanged'], 'Show Unchanged Fields', false),
		properties: propertiesOf(valuesOf(valuesOf(options['properties'])['names'])),
		tree,
		rules,
		namedFields: namedFieldsOf(policies, rules, tree),
	};
}

function namedFieldsOf({ byField, others }: Policies, { editedAt, operationFields }: RecordRules, tree: TreeFields | null): MergeNodeSettings['namedFields'] {
	const named = (parameter: string, fields: Iterable<string | null>) => [...fields].flatMap((field) => (field === null ? [] : [{ parameter, field }]));
	const ofImportance = [...byField.values(), others].flat().flatMap((policy) => (policy.kind === 'priority' ? [policy.field] : []));
	return [
		...named('Field Policies', byField.keys()),
		...named('Field of Importance', ofImportance),
		...named('Edit Time Field of Local', [editedAt.local]),
		...named('Edit Time Field of Remote', [editedAt.remote]),
		...named('Fields Given as Operations', operationFields),
		...named('Parent Check: Key Field', [tree?.key ?? null]),
		...named('Parent Check: Parent Field', [tree?.parent ?? null]),
	];
}

function keyFieldsOf(value: unknown): readonly string[] {
	const keyFields = textsOf(value, 'Key Fields');
	if (keyFields.length === 0) throw new InputError('Key Fields', value, 'Name at least one field that identifies a record, e.g. id.');
	return keyFields;
}

function rulesOf(options: Values, { byField, others }: Policies, source: MergeNodeSettings['source'], equality: CompareRules): RecordRules {
	const editedAt = { local: textOrNull(options['localTime'], 'Edit Time Field of Local'), remote: textOrNull(options['remoteTime'], 'Edit Time Field of Remote') };
	const timeFields = [editedAt.local, editedAt.remote];
	// Two edits always differ in their time, which is no conflict: the later one is the time of the merged record.
	const defaultsOf = (field: string): readonly PolicySpec[] => (timeFields.includes(field) ? [{ kind: 'higher' }] : others);
	return {
		policiesOf: (field) => byField.get(field) ?? defaultsOf(field),
		ignored: new Set(textsOf(options['ignore'], 'Ignore Fields')),
		missingFields: wordOf(options['missingFields'], 'Missing Fields', ['unchanged', 'removed'], 'unchanged'),
		deletedAndEdited: wordOf(options['deleted'], 'Deleted on One Side', ['manual', 'edit_wins', 'delete_wins'], 'manual'),
		// An item that carries null for a side says so on purpose; an input that lacks a key does not.
		absenceWithoutBase: source === 'item' ? 'deleted' : 'created',
		policiesWithoutBase: wordOf(options['withoutBase'], 'Records Without Base', ['manual', 'policies'], 'manual') === 'policies',
		editedAt,
		timeZone: compileTimeZone(equality.timeZone ?? 'UTC', 'Time Zone'),
		equality: optionsOfRules(equality) === null ? null : equality,
		tieMs: numberOf(options['tieSeconds'], 'Tie Window (Seconds)', { min: 0, max: 86_400, fallback: 120 }) * 1000,
		recordChecksumField: textOrNull(options['recordChecksumField'], 'Authority Record Checksum Field'),
		fieldChecksumSuffix: textOrNull(options['fieldChecksumSuffix'], 'Authority Field Checksum Suffix'),
		operationFields: new Set(textsOf(options['operationFields'], 'Fields Given as Operations')),
	};
}

/** What a policy needs and the parameters do not give is told at once, not record by record. */
function checkPolicies({ byField, others }: Policies, { editedAt }: RecordRules, useAuthority: boolean): void {
	const uses = (kind: PolicyKind): boolean => [...byField.values(), others].some((policies) => policies.some((policy) => policy.kind === kind));
	if (uses('authority') && !useAuthority) throw new InputError('Use Authority', false, 'A policy is Authority: turn Use Authority on and connect the third source, or pick another policy.');
	if (!uses('newest_wins')) return;
	if (editedAt.local === null) throw new InputError('Edit Time Field of Local', '', 'A policy is Newest Edit: name the field that holds when a record was last edited, e.g. updated_at.');
	if (editedAt.remote === null) throw new InputError('Edit Time Field of Remote', '', 'A policy is Newest Edit: name the field that holds when a record was last edited, e.g. updatedAt.');
}

function propertiesOf(names: Values): ItemProperties {
	const nameOf = (property: keyof ItemProperties): string => textOf(names[property], `Item Properties: ${property}`, property);
	return { authority: nameOf('authority'), base: nameOf('base'), key: nameOf('key'), local: nameOf('local'), remote: nameOf('remote') };
}

function treeOf(fields: Values): TreeFields | null {
	if (Object.keys(fields).length === 0) return null;
	return {
		key: requiredText(fields['key'], 'Parent Check: Key Field', 'Name the field with the ID of a record, e.g. id.'),
		parent: requiredText(fields['parent'], 'Parent Check: Parent Field', 'Name the field with the ID of its parent, e.g. parent_id.'),
	};
}
