import type { IDataObject } from 'n8n-workflow';
import { fieldReader, type Finding, type Source } from '../../../src/detect';
import type { JsonObject } from '../../../src/record';
import type { FoundRecords, ItemSources } from './sources';

/** Compiles the key of a finding as an object: named as in Local, with values of Local where it has the record, else of Remote, else of Base. */
export function compileKey({ settings: { match, dotNotation }, base }: ItemSources): (finding: Finding, records: FoundRecords) => IDataObject {
	const reader = (source: Source) => {
		const readers = match.keys[source].map((name) => fieldReader(name, dotNotation));
		return (record: JsonObject) => readers.map((read) => read(record) ?? null);
	};
	const [readLocal, readRemote, readBase] = [reader('local'), reader('remote'), reader('base')];
	const links = base?.kind === 'links' ? base.links : null;
	const named = (names: readonly string[], values: readonly unknown[]) => Object.fromEntries(names.map((name, position) => [name, values[position] ?? null])) as IDataObject;
	return (finding, { local, remote, base: agreed }) => {
		if (local !== null) return named(match.keys.local, readLocal(local));
		const link = links?.[finding.base];
		if (link !== undefined) return named(match.keys.local, link.localKey);
		// What only Remote has, and no link knows, has no key in Local's words.
		if (remote !== null) return named(links === null ? match.keys.local : match.keys.remote, readRemote(remote));
		return agreed === null ? {} : named(match.keys.local, readBase(agreed));
	};
}
