import type { IExecuteFunctions } from 'n8n-workflow';
import { flrtsLegacyPreset, flrtsPreset, type FieldMapping, type ValueTables } from '../../../src/mapping';
import type { PairConfiguration } from '../../../src/run';
import { customFields } from './fieldMappings';
import { InputError } from '../../n8n/InputError';
import { booleanOf, jsonObjectOf, textOrNull, wordOf, type Values } from '../../n8n/values';

/** What the choice under Field Mapping brings with it; options of the node come on top. */
export interface Preset extends Pick<PairConfiguration, 'policies' | 'writeBack' | 'users' | 'insertDefaults'> {
	readonly fields: readonly FieldMapping[];
	/** Column that moves with every edit, null where there is none. */
	readonly editedAt: string | null;
	/** Work package type the pair covers where none is named; null: every type. */
	readonly type: string | null;
}

const MAPPINGS = ['custom', 'flrts', 'flrtsLegacy'] as const;
const DUE_TYPES = ['date', 'timestamptz'] as const;

/** The fields and defaults of the mapping chosen in the node. */
export function presetOf(context: IExecuteFunctions, itemIndex: number, options: Values, timeZone: string): Preset {
	const mapping = wordOf(context.getNodeParameter('mapping', itemIndex), 'Field Mapping', MAPPINGS);
	if (mapping === 'custom') return customPreset(context, itemIndex, timeZone);
	const common = {
		timeZone,
		siteCustomField: textOrNull(options['siteCustomField'], 'Site Custom Field'),
		responsible: booleanOf(options['responsible'], 'Carry Responsible', false),
		...optional('status', valueTablesOf(options['statusMap'], 'Status Map')),
		...optional('priority', valueTablesOf(options['priorityMap'], 'Priority Map')),
	};
	const preset = mapping === 'flrts' ? flrtsPreset(common) : flrtsLegacyPreset({ ...common, dueType: wordOf(options['dueType'], 'Type of Due Column', DUE_TYPES, 'date') });
	return { ...preset, editedAt: preset.local.editedAt, type: 'Task' };
}

/** Both directions of a value map, or undefined where none is given. */
function valueTablesOf(value: unknown, parameter: string): ValueTables | undefined {
	if (value === undefined || value === null || value === '') return undefined;
	const { toRemote, toLocal } = jsonObjectOf(value, parameter, {});
	if (toRemote === undefined || toLocal === undefined) throw new InputError(parameter, value, 'Give both directions: { "toRemote": { … }, "toLocal": { … } }.');
	return { toRemote: jsonObjectOf(toRemote, `${parameter}: toRemote`, {}), toLocal: jsonObjectOf(toLocal, `${parameter}: toLocal`, {}) };
}

function optional<K extends string, V>(key: K, value: V | undefined): { readonly [key in K]?: V } {
	return (value === undefined ? {} : { [key]: value }) as { readonly [key in K]?: V };
}

function customPreset(context: IExecuteFunctions, itemIndex: number, timeZone: string): Preset {
	const parameter = (name: string): unknown => context.getNodeParameter(name, itemIndex, null);
	const fields = customFields({ specifyFields: parameter('specifyFields'), fields: parameter('fields'), fieldsJson: parameter('fieldsJson') }, timeZone);
	return { fields, policies: [{ kind: 'newest_wins' }], writeBack: {}, users: {}, insertDefaults: {}, editedAt: null, type: null };
}
