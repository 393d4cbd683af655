import { compileTimeZone } from '../mapping/timeZone';
import type { ClockZone, JsonObject } from '../record';
import { compareVersions, hasVersion } from './compareVersions';
import { compileContentChecksum } from './contentChecksum';
import { fieldReader, type ReadField } from './fieldReader';
import { OUTCOME_OF } from './kinds';
import { matchRecords } from './matchRecords';
import { compileDifference, NO_FIELDS, type DifferingFields } from './recordDifference';
import { refuseUnknownFields, refuseUnknownName, remarksOn } from './remarks';
import type { ConcurrentReason, DetectSettings, Detection, Finding, VersionKind } from './types';
import { namedFields, type VersionFields } from './versionFields';

export interface VersionInput {
	readonly local: readonly JsonObject[];
	readonly remote: readonly JsonObject[];
	readonly settings: DetectSettings;
	readonly fields: VersionFields;
}

interface Judge {
	readonly differing: DifferingFields;
	readonly version: ReadField;
	readonly checksum: ReadField;
	readonly lastSeenVersion: ReadField;
	readonly lastSeenChecksum: ReadField;
	/** Checksum of a record that carries none. */
	readonly compute: (record: JsonObject) => string;
	/** Of versions that are times without one. */
	readonly zone: ClockZone | null;
}

interface Verdict {
	readonly kind: VersionKind;
	readonly reason: ConcurrentReason | null;
	readonly fields: readonly string[];
}

/**
 * How records of two sides without Base stand to each other. Equal content is unchanged, whatever the versions say. Else
 * the side that moved since it was last seen is ahead; where that is not known, the one with the higher version. What
 * neither tells is a concurrent modification, with the reason. What one side lacks cannot be told from deleted there.
 *
 * Throws what `detectConflicts` throws.
 */
export function detectByVersion({ local, remote, settings, fields }: VersionInput): Detection {
	refuseUnknownFields(settings, [local, remote]);
	for (const name of namedFields(fields)) refuseUnknownName(name, [local, remote], settings.dotNotation);
	const matched = matchRecords({ local, remote, base: null }, settings);
	const judge = compileJudge(settings, fields);
	const findings: Finding[] = [];
	for (let slot = 0; slot < matched.size; slot += 1) {
		const [atLocal, atRemote] = [matched.local[slot] as number, matched.remote[slot] as number];
		const { kind, reason, fields: conflictingFields } = verdictOn(local[atLocal], remote[atRemote], judge);
		findings.push({ outcome: OUTCOME_OF[kind], kind, localChange: null, remoteChange: null, localFields: NO_FIELDS, remoteFields: NO_FIELDS, conflictingFields, reason, local: atLocal, remote: atRemote, base: -1 });
	}
	return { findings, setAside: matched.setAside, remarks: [...matched.remarks, ...remarksOn(findings, { local, remote, base: null }, settings)] };
}

function compileJudge(settings: DetectSettings, fields: VersionFields): Judge {
	const reader = (name: string): ReadField => (name === '' ? () => undefined : fieldReader(name, settings.dotNotation));
	return {
		differing: compileDifference(settings, { keysOf: ['local', 'remote'], apart: namedFields(fields) }),
		version: reader(fields.version),
		checksum: reader(fields.checksum),
		lastSeenVersion: reader(fields.lastSeenVersion),
		lastSeenChecksum: reader(fields.lastSeenChecksum),
		compute: compileContentChecksum(settings, fields),
		zone: settings.rules.timeZone === undefined ? null : compileTimeZone(settings.rules.timeZone, 'Time Zone'),
	};
}

function verdictOn(local: JsonObject | undefined, remote: JsonObject | undefined, judge: Judge): Verdict {
	if (local === undefined || remote === undefined) return { kind: local === undefined ? 'only_remote' : 'only_local', reason: null, fields: NO_FIELDS };
	const [localSum, remoteSum] = [judge.checksum(local), judge.checksum(remote)];
	const hasSums = hasVersion(localSum) && hasVersion(remoteSum);
	if (hasSums && localSum === remoteSum) return { kind: 'unchanged', reason: null, fields: NO_FIELDS };
	const fields = judge.differing(local, remote);
	// Checksums may cover what is not compared; only where there are none do the fields decide.
	if (!hasSums && fields.length === 0) return { kind: 'unchanged', reason: null, fields: NO_FIELDS };
	return { ...(byLastSeen(local, remote, judge) ?? byVersion(judge.version(local), judge.version(remote), judge.zone)), fields };
}

/** What moved since both sides were last seen; null where nothing says what that was. */
function byLastSeen(local: JsonObject, remote: JsonObject, judge: Judge): Omit<Verdict, 'fields'> | null {
	const version = firstOf(judge.lastSeenVersion, local, remote);
	const sum = firstOf(judge.lastSeenChecksum, local, remote);
	if (version === undefined && sum === undefined) return null;
	const hasMoved = (record: JsonObject): boolean =>
		(version !== undefined && compareVersions(judge.version(record), version, judge.zone) !== 0) || (sum !== undefined && sum !== sumOf(record, judge));
	const [localMoved, remoteMoved] = [hasMoved(local), hasMoved(remote)];
	if (localMoved && remoteMoved) return { kind: 'concurrent_modification', reason: 'both_moved' };
	if (!localMoved && !remoteMoved) return { kind: 'concurrent_modification', reason: 'neither_moved' };
	return { kind: localMoved ? 'remote_behind' : 'local_behind', reason: null };
}

function byVersion(local: unknown, remote: unknown, zone: ClockZone | null): Omit<Verdict, 'fields'> {
	if (!hasVersion(local) || !hasVersion(remote)) return { kind: 'concurrent_modification', reason: 'no_version' };
	const order = compareVersions(local, remote, zone);
	if (order === null) return { kind: 'concurrent_modification', reason: 'versions_not_comparable' };
	if (order === 0) return { kind: 'concurrent_modification', reason: 'same_version' };
	return { kind: order < 0 ? 'local_behind' : 'remote_behind', reason: null };
}

function firstOf(read: ReadField, local: JsonObject, remote: JsonObject): unknown {
	return [read(local), read(remote)].find(hasVersion);
}

function sumOf(record: JsonObject, judge: Judge): unknown {
	const given = judge.checksum(record);
	return hasVersion(given) ? given : judge.compute(record);
}
