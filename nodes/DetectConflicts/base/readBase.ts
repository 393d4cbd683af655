import type { IExecuteFunctions } from 'n8n-workflow';
import type { Base, MatchSettings } from '../../../src/detect';
import { readPairLinks, readTable, type ConnectionSettings, type Database, type Transaction } from '../../../src/postgres';
import { openLocal } from '../../n8n/openLocal';
import { packageSchemaOf } from '../../n8n/packageSchema';
import { requiredText, textOf, valuesOf } from '../../n8n/values';
import type { BaseSource } from '../input/baseSource';
import type { InputRecords } from '../input/inputItems';

/** Base, and what people should know about it. */
export interface BaseRead {
	readonly base: Base;
	readonly remarks: readonly string[];
}

export type OpenDatabase = (settings: ConnectionSettings) => Promise<Database>;

interface Asked {
	readonly context: IExecuteFunctions;
	readonly source: Exclude<BaseSource, 'none'>;
	readonly inputs: InputRecords;
	readonly keys: MatchSettings['keys'];
	readonly openDatabase: OpenDatabase;
}

/** Base from where the node's parameters say. The database is only read, and closed again. */
export async function readBase({ context, source, inputs, keys, openDatabase }: Asked): Promise<BaseRead> {
	if (source === 'input') return { base: { kind: 'records', records: inputs.base }, remarks: [] };
	const read = source === 'pair' ? pairReader(context, keys) : tableReader(context, keys);
	const database = await openLocal(context, openDatabase, 0);
	try {
		return await database.transaction(read, { readOnly: true, repeatableRead: true });
	} finally {
		await database.close();
	}
}

type Read = (tx: Transaction) => Promise<BaseRead>;

function pairReader(context: IExecuteFunctions, keys: MatchSettings['keys']): Read {
	const pair = requiredText(context.getNodeParameter('pair', 0), 'Pair Name', 'Name a pair of the node Batch Sync, e.g. flrts.');
	const schema = packageSchemaOf(valuesOf(context.getNodeParameter('options', 0, {})));
	return async (tx) => ({ base: { kind: 'links', links: await readPairLinks(tx, { schema, pair, localKeys: keys.local }) }, remarks: [] });
}

function tableReader(context: IExecuteFunctions, keys: MatchSettings['keys']): Read {
	const locator = (name: string): unknown => context.getNodeParameter(name, 0, '', { extractValue: true });
	const schema = requiredText(locator('schema'), 'Schema', 'Pick the schema of the link table, e.g. public.');
	const table = requiredText(locator('table'), 'Table', 'Pick the table that holds what both sides last agreed on.');
	const jsonColumn = textOf(context.getNodeParameter('baseColumn', 0, ''), 'JSON Column', '');
	return async (tx) => {
		const { records, remarks } = await readTable(tx, { schema, table, keys: keys.base, jsonColumn });
		return { base: { kind: 'records', records }, remarks };
	};
}
