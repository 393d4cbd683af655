import { qualifiedName } from '../qualifiedName';
import { quoteIdentifier } from '../quoteIdentifier';
import type { Transaction } from '../types';
import type { GivenRecord, TableWrite } from './types';

/** Makes a nullable column for each name, of the type all of its values have: boolean, bigint, numeric, timestamptz, jsonb, else text. */
export async function addColumns(tx: Transaction, { target, records }: TableWrite, names: readonly string[]): Promise<void> {
	await tx.execute({ text: `alter table ${qualifiedName(target)} ${names.map((name) => `add column ${quoteIdentifier(name)} ${typeFor(records, name)}`).join(', ')}` });
}

function typeFor(records: readonly GivenRecord[], name: string): string {
	let common: string | null = null;
	for (const record of records) {
		const value = record[name];
		if (value === undefined || value === null) continue;
		const type = typeOf(value);
		if (common === null || common === type) common = type;
		else if ((common === 'bigint' && type === 'numeric') || (common === 'numeric' && type === 'bigint')) common = 'numeric';
		else return 'text';
	}
	return common ?? 'text';
}

function typeOf(value: unknown): string {
	switch (typeof value) {
		case 'boolean': return 'boolean';
		case 'bigint': return 'bigint';
		case 'number': return Number.isSafeInteger(value) ? 'bigint' : 'numeric';
		case 'object': return value instanceof Date ? 'timestamptz' : 'jsonb';
		default: return 'text';
	}
}
