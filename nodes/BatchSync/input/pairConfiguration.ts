import type { IExecuteFunctions } from 'n8n-workflow';
import type { PairConfiguration } from '../../../src/run';
import { deletePolicyOf } from './deletePolicy';
import { localFilterOf } from './localFilter';
import { policiesOf } from './policies';
import { presetOf } from './preset';
import { dateRulesOf } from '../../n8n/dateRules';
import { identifierOf, readTarget } from './target';
import { userMapOf } from './userMap';
import { jsonObjectOf, requiredText, textOf, textOrNull, textsOf, valuesOf, wordOf, type Values } from '../../n8n/values';
import { timeZoneOf } from '../../n8n/timeZone';
import { workflowZone } from '../../n8n/workflowZone';
import { writeBackOf } from './writeBack';

const DIRECTIONS = ['both', 'to_local', 'to_remote'] as const;

/** The pair as the node's parameters describe it. Throws an InputError for the first thing that makes no sense. */
export function readPair(context: IExecuteFunctions, itemIndex: number): PairConfiguration {
	const options = valuesOf(context.getNodeParameter('options', itemIndex, {}));
	const timeZone = timeZoneOf(options['timeZone'], workflowZone(context));
	const preset = presetOf(context, itemIndex, options, timeZone);
	return {
		name: readTarget(context, itemIndex).pair,
		local: readLocalScope(context, itemIndex, options, { editedAt: preset.editedAt ?? '', timeZone }),
		remote: {
			project: requiredText(locatorOf(context, itemIndex, 'project'), 'Project', 'Pick an OpenProject project.'),
			type: typeOf(textOf(options['type'], 'Work Package Type', ''), preset.type),
			provenanceField: textOrNull(options['provenanceField'], 'Provenance Field'),
			dates: dateRulesOf(options),
		},
		fields: preset.fields,
		policies: policiesOf(options['policies'], 'Conflict Policies', preset.policies),
		noBasePolicies: policiesOf(options['noBasePolicies'], 'Conflict Policies at First Sync', [{ kind: 'manual' }]),
		deletePolicy: deletePolicyOf(options),
		direction: wordOf(options['direction'], 'Direction', DIRECTIONS, 'both'),
		writeBack: writeBackOf(options['writeBack'], preset.writeBack),
		users: userMapOf(options['users'], preset.users),
		insertDefaults: jsonObjectOf(options['insertDefaults'], 'Values for New Rows', preset.insertDefaults),
	};
}

function readLocalScope(context: IExecuteFunctions, itemIndex: number, options: Values, preset: { readonly editedAt: string; readonly timeZone: string }): PairConfiguration['local'] {
	const key = textsOf(options['key'], 'Key Columns');
	const filter = localFilterOf(options['filter']);
	const editedAt = textOf(options['editedAt'], 'Edit Time Column', preset.editedAt);
	return {
		schema: identifierOf(requiredText(locatorOf(context, itemIndex, 'schema'), 'Schema', 'Pick a schema, e.g. public.'), 'Schema'),
		table: identifierOf(requiredText(locatorOf(context, itemIndex, 'table'), 'Table', 'Pick the table to keep in step.'), 'Table'),
		...(key.length === 0 ? {} : { key }),
		...(editedAt === '' ? {} : { editedAt, timeZone: preset.timeZone }),
		...(filter.length === 0 ? {} : { filter }),
	};
}

function locatorOf(context: IExecuteFunctions, itemIndex: number, name: string): unknown {
	return context.getNodeParameter(name, itemIndex, '', { extractValue: true });
}

/** `*` is every type; an empty field leaves it to the mapping. */
function typeOf(given: string, fallback: string | null): string | null {
	if (given === '*') return null;
	return given === '' ? fallback : given;
}
