import type { IExecuteFunctions } from 'n8n-workflow';
import type { DetectSettings, FieldChoice, MatchSettings, VersionFields } from '../../../src/detect';
import { equalityRulesOf, keyRulesOf } from '../../n8n/equalityRules';
import { InputError } from '../../n8n/InputError';
import { booleanOf, listOf, textOf, textsOf, valuesOf, wordOf, type Values } from '../../n8n/values';
import { workflowZone } from '../../n8n/workflowZone';
import type { BaseSource } from './baseSource';

const DUPLICATES: ReadonlyArray<MatchSettings['duplicates']> = ['first', 'last', 'refuse'];
const WITHOUT_KEY: ReadonlyArray<MatchSettings['withoutKey']> = ['created', 'refuse'];
const COMPARE: ReadonlyArray<FieldChoice['kind']> = ['all', 'except', 'only'];

/** How to match and compare, as the node's parameters say. Throws an InputError for the first thing that makes no sense. */
export function readSettings(context: IExecuteFunctions, base: BaseSource): DetectSettings {
	const options = valuesOf(context.getNodeParameter('options', 0, {}));
	return {
		match: {
			keys: keysOf(valuesOf(context.getNodeParameter('matchFields', 0, {})), base),
			...keyRulesOf(options),
			duplicates: wordOf(options['duplicates'], 'Items with the Same Key', DUPLICATES, 'refuse'),
			withoutKey: wordOf(options['withoutKey'], 'Items Without a Key', WITHOUT_KEY, 'refuse'),
		},
		rules: equalityRulesOf(options, workflowZone(context)),
		fields: fieldsOf(context),
		dotNotation: booleanOf(options['dotNotation'], 'Dot Notation', true),
	};
}

/** Where versions and checksums are, for detection without Base. */
export function readVersionFields(context: IExecuteFunctions): VersionFields {
	const options = valuesOf(context.getNodeParameter('options', 0, {}));
	return {
		version: textOf(context.getNodeParameter('versionField', 0, ''), 'Version Field', ''),
		checksum: textOf(options['checksumField'], 'Checksum Field', ''),
		lastSeenVersion: textOf(options['lastSeenVersionField'], 'Last Seen Version Field', ''),
		lastSeenChecksum: textOf(options['lastSeenChecksumField'], 'Last Seen Checksum Field', ''),
	};
}

function keysOf(matchFields: Values, base: BaseSource): MatchSettings['keys'] {
	const rows = listOf(matchFields, 'fields').map((row) => ({
		local: textOf(row['local'], 'Local Field', ''),
		remote: textOf(row['remote'], 'Remote Field', ''),
		base: textOf(row['base'], 'Base Field', ''),
	}));
	if (rows.length === 0 || rows.some((row) => row.local === '')) throw new InputError('Fields to Match: Local Field', '', 'Name at least one field that tells which items are the same record, e.g. id.');
	const local = rows.map((row) => row.local);
	if (base !== 'pair') return { local, remote: rows.map((row) => row.remote || row.local), base: rows.map((row) => row.base || row.local) };
	// A pair links the key of a row, of one column or several, with the id of a work package.
	const remote = rows.map((row) => row.remote).filter((name) => name !== '');
	if (remote.length > 1) throw new InputError('Fields to Match: Remote Field', remote.join(', '), 'A Batch Sync pair knows remote records by one field, their ID: name it once.');
	return { local, remote: remote.length === 0 ? ['id'] : remote, base: local };
}

function fieldsOf(context: IExecuteFunctions): FieldChoice {
	const kind = wordOf(context.getNodeParameter('compare', 0, 'all'), 'Compare', COMPARE);
	if (kind === 'all') return { kind };
	const given = context.getNodeParameter('fields', 0, '');
	const names = textsOf(given, 'Fields');
	if (names.length === 0) throw new InputError('Fields', given, `Name at least one field to ${kind === 'only' ? 'compare' : 'leave out'}, or set Compare to All Fields.`);
	return { kind, names };
}
