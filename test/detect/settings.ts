import type { Base, CompareRules, DetectSettings, FieldChoice, Finding, MatchSettings } from '../../src/detect';
import type { JsonObject } from '../../src/record';

export const STRICT: CompareRules = { empty: 'apart', numberText: false, ignoreCase: false, whiteSpace: 'keep', instants: false, ignoreArrayOrder: false };

/** Settings as the node has them by default, matching by `id`. */
export function settingsWith(change: { match?: Partial<MatchSettings>; rules?: Partial<CompareRules>; fields?: FieldChoice; dotNotation?: boolean } = {}): DetectSettings {
	return {
		match: { keys: { local: ['id'], remote: ['id'], base: ['id'] }, tellTypesApart: false, ignoreCase: false, trim: false, duplicates: 'refuse', withoutKey: 'refuse', ...change.match },
		rules: { ...STRICT, ...change.rules },
		fields: change.fields ?? { kind: 'all' },
		dotNotation: change.dotNotation ?? true,
	};
}

export function baseOf(...records: JsonObject[]): Base {
	return { kind: 'records', records };
}

/** What a finding says, without positions. */
export function gist({ outcome, kind, localFields, remoteFields, conflictingFields }: Finding): object {
	return { outcome, kind, localFields, remoteFields, conflictingFields };
}
