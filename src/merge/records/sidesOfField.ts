import { BatchSyncError } from '../../errors';
import { valueAt } from '../../record';
import type { Json, JsonObject, Side } from '../../record';
import { applyOperations, readOperations, type FieldOperations } from '../transform';
import type { Sides } from '../value/mergeValue';
import type { RecordRules } from './types';

/** A field on all sides; where the sides give operations, with the values these lead to. */
export interface FieldSides extends Sides {
	readonly operations?: { readonly local?: FieldOperations; readonly remote?: FieldOperations };
}

/** Reads a field of a record that both sides have. Throws a BatchSyncError for operations that do not fit base's value. */
export function sidesOfField(name: string, records: { readonly base: JsonObject | null; readonly local: JsonObject; readonly remote: JsonObject }, rules: RecordRules): FieldSides {
	const base = valueAt(records.base, name);
	if (rules.operationFields.has(name)) return sidesFromOperations(name, base, { local: valueAt(records.local, name), remote: valueAt(records.remote, name) });
	const read = (side: Side): Json | undefined => {
		const value = valueAt(records[side], name);
		return value === undefined && rules.missingFields === 'unchanged' ? base : value;
	};
	return { base, local: read('local'), remote: read('remote') };
}

function sidesFromOperations(name: string, base: Json | undefined, given: Readonly<Record<Side, Json | undefined>>): FieldSides {
	if (base === undefined) throw new BatchSyncError('NOT_AN_OPERATION', `Field '${name}' is given as operations, and base has no such field. Give the value they start from in base.`);
	const [local, remote] = [perform(name, 'local', base, given.local), perform(name, 'remote', base, given.remote)];
	const operations = { ...(local.operations === undefined ? {} : { local: local.operations }), ...(remote.operations === undefined ? {} : { remote: remote.operations }) };
	return { base, local: local.value, remote: remote.value, operations };
}

/** The value that a side's operations lead to; null and absent are no operations. */
function perform(name: string, side: Side, base: Json, given: Json | undefined): { readonly value: Json; readonly operations?: FieldOperations } {
	if (given === undefined || given === null) return { value: base };
	try {
		const operations = readOperations(given, base);
		return { value: applyOperations(base, operations), operations };
	} catch (cause) {
		if (!(cause instanceof BatchSyncError)) throw cause;
		throw new BatchSyncError(cause.code, `Field '${name}' on the ${side} side: ${cause.message}`, { cause });
	}
}

/** A record of one side with values in place of operations, as far as base has values for them to start from. */
export function withOperationsPerformed(side: Side, record: JsonObject, base: JsonObject | null | undefined, rules: RecordRules): JsonObject {
	if (rules.operationFields.size === 0) return record;
	const entries = Object.entries(record).map(([name, given]): [string, Json] => {
		const value = rules.operationFields.has(name) ? valueAt(base, name) : undefined;
		return [name, value === undefined ? given : perform(name, side, value, given).value];
	});
	return Object.fromEntries(entries);
}
