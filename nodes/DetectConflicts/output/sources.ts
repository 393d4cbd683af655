import type { Base, DetectSettings, Finding, VersionFields } from '../../../src/detect';
import type { JsonObject } from '../../../src/record';
import type { BaseSource } from '../input/baseSource';
import type { InputRecords } from '../input/inputItems';

/** What items are made of, beside the findings. */
export interface ItemSources {
	readonly source: BaseSource;
	readonly inputs: InputRecords;
	/** null where there is none to tell by. */
	readonly base: Base | null;
	readonly settings: DetectSettings;
	/** null where Base tells. */
	readonly versions: VersionFields | null;
}

/** The records of a finding; null: the source does not have it. */
export interface FoundRecords {
	readonly local: JsonObject | null;
	readonly remote: JsonObject | null;
	readonly base: JsonObject | null;
}

/** The records a finding is about. Of a link, Base is what each side held: `{ local, remote }`. */
export function recordsOf(finding: Finding, { inputs, base }: ItemSources): FoundRecords {
	const agreed = base?.kind === 'links' ? base.links[finding.base]?.base : base?.records[finding.base];
	return { local: inputs.local[finding.local] ?? null, remote: inputs.remote[finding.remote] ?? null, base: (agreed as JsonObject | null | undefined) ?? null };
}
