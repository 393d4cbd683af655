import type { IDataObject } from 'n8n-workflow';
import { fieldReader, type Finding } from '../../../src/detect';
import type { JsonObject } from '../../../src/record';
import type { FoundRecords } from './sources';

/** Changes shown in one item at most; all of the fields are named. */
const SHOWN = 50;

/** Fields of an item that say what changed. */
export interface Changes {
	readonly fields: string[];
	readonly changes: IDataObject[];
	/** Where not all changes are shown. */
	readonly note: string | null;
}

/** Compiles which fields changed and from what to what. A value that a record does not have is left out, so that null is null. */
export function compileChanges(options: { readonly isLinked: boolean; readonly dotNotation: boolean }): (finding: Finding, records: FoundRecords) => Changes {
	const show = options.isLinked ? linkedChanges : commonChanges;
	return (finding, records) => {
		const { localFields, remoteFields, conflictingFields } = finding;
		// New lists for each item: whoever changes one of them downstream must not change all.
		if (localFields.length + remoteFields.length + (conflictingFields?.length ?? 0) === 0) return { fields: [], changes: [], note: null };
		const fields = [...new Set([...localFields, ...remoteFields, ...(conflictingFields ?? [])])].sort();
		const note = fields.length > SHOWN ? `The first ${SHOWN} of ${fields.length} changed fields.` : null;
		return { fields, changes: show(fields.slice(0, SHOWN), finding, records, options.dotNotation), note };
	};
}

function commonChanges(fields: readonly string[], _finding: Finding, { base, local, remote }: FoundRecords, dotNotation: boolean): IDataObject[] {
	return fields.map((field) => ({ field, ...valuesOf(field, { base, local, remote }, dotNotation) }));
}

/** Each side against its own base: the two have words of their own. */
function linkedChanges(fields: readonly string[], { localFields, remoteFields }: Finding, { base, local, remote }: FoundRecords, dotNotation: boolean): IDataObject[] {
	const [localBase, remoteBase] = [base?.['local'] ?? null, base?.['remote'] ?? null] as Array<JsonObject | null>;
	return fields.flatMap((field) => [
		...(localFields.includes(field) ? [{ field, side: 'local', ...valuesOf(field, { base: localBase ?? null, local }, dotNotation) }] : []),
		...(remoteFields.includes(field) ? [{ field, side: 'remote', ...valuesOf(field, { base: remoteBase ?? null, remote }, dotNotation) }] : []),
	]);
}

function valuesOf(field: string, records: Readonly<Record<string, JsonObject | null>>, dotNotation: boolean): IDataObject {
	const read = fieldReader(field, dotNotation);
	const values = Object.entries(records).map(([name, record]) => [name, record === null ? undefined : read(record)] as const);
	return Object.fromEntries(values.filter(([, value]) => value !== undefined)) as IDataObject;
}
