/**
 * Measures conflict detection on records in memory, without n8n around it.
 *
 *     node --expose-gc --import tsx bench/nodes/detect/measure.ts [records per side …]
 *
 * Records have 12 fields, one of them a nested object. Of the records Base has, 1 in 20 was updated in Local, 1 in 20 in
 * Remote, 1 in 100 in both, and 1 in 100 deleted on either side; each side has 1 in 100 of its own. Per size: medians of five
 * rounds on the same records, after a warm-up, with Base, without Base, and with every option that loosens the comparison; and the
 * heap that the findings take.
 */
import { detectByVersion, detectConflicts, type CompareRules, type Detection, type DetectSettings } from '../../../src/detect';
import type { JsonObject } from '../../../src/record';
import { median } from '../../statistics';

const SIZES = [20_000, 50_000, 100_000, 200_000];
const ROUNDS = 5;

const STRICT: CompareRules = { empty: 'apart', numberText: false, ignoreCase: false, whiteSpace: 'keep', instants: false, ignoreArrayOrder: false };
const LOOSE: CompareRules = { empty: 'all', numberText: true, ignoreCase: true, whiteSpace: 'runs', instants: true, ignoreArrayOrder: true };

interface World {
	readonly local: JsonObject[];
	readonly remote: JsonObject[];
	readonly base: JsonObject[];
}

function recordOf(id: string, version: number, title: string): JsonObject {
	const number = Number(id.slice(2));
	return { id, version, title, description: `Check the valves of section ${number % 97} and note what is worn`, status: number % 3 === 0 ? 'open' : 'done', priority: number % 5, due: `2026-0${(number % 9) + 1}-15`, isUrgent: number % 7 === 0, assignee: number % 11 === 0 ? null : `person ${number % 11}`, tags: ['field', `zone ${number % 4}`], site: { name: `Site ${number % 50}`, floor: number % 3 }, updatedAt: '2026-03-30T14:05:00Z' };
}

/** Three lists of new objects, so that no value is one and the same in memory. */
function worldOf(count: number): World {
	const base = Array.from({ length: count }, (_, number) => recordOf(`T-${number}`, 1, `Task ${number}`));
	const sideOf = (side: string, isDeleted: number, isUpdated: number): JsonObject[] => {
		const records: JsonObject[] = [];
		for (let number = 0; number < count; number += 1) {
			if (number % 100 === isDeleted) records.push(recordOf(`T-${count + number}${side}`, 1, `New in ${side}`));
			else records.push(number % 20 === isUpdated || number % 100 === 50 ? recordOf(`T-${number}`, 2, `Task ${number}, edited in ${side}`) : recordOf(`T-${number}`, 1, `Task ${number}`));
		}
		return records;
	};
	return { base, local: sideOf('Local', 1, 3), remote: sideOf('Remote', 2, 7) };
}

function settingsWith(rules: CompareRules): DetectSettings {
	return { match: { keys: { local: ['id'], remote: ['id'], base: ['id'] }, tellTypesApart: false, ignoreCase: false, trim: false, duplicates: 'refuse', withoutKey: 'refuse' }, rules, fields: { kind: 'all' }, dotNotation: true };
}

const WAYS: Readonly<Record<string, (world: World) => Detection>> = {
	'with Base': ({ base, ...sides }) => detectConflicts({ ...sides, base: { kind: 'records', records: base }, settings: settingsWith(STRICT) }),
	'with Base, loose': ({ base, ...sides }) => detectConflicts({ ...sides, base: { kind: 'records', records: base }, settings: settingsWith(LOOSE) }),
	'by version': ({ local, remote }) => detectByVersion({ local, remote, settings: settingsWith(STRICT), fields: { version: 'version', checksum: '', lastSeenVersion: '', lastSeenChecksum: '' } }),
};

function measure(count: number): void {
	const world = worldOf(count);
	for (const [name, detect] of Object.entries(WAYS)) {
		detect(world);
		const times = Array.from({ length: ROUNDS }, () => {
			const start = performance.now();
			detect(world);
			return performance.now() - start;
		});
		process.stdout.write(`${count} per side, ${name}: ${median(times).toFixed(0)} ms (${((median(times) / count) * 1000).toFixed(2)} µs a record), ${heldBy(() => detect(world))}\n`);
	}
}

/** What a detection found, and the heap it takes. */
function heldBy(detect: () => Detection): string {
	global.gc?.();
	const before = process.memoryUsage().heapUsed;
	const { findings } = detect();
	global.gc?.();
	const heapMb = (process.memoryUsage().heapUsed - before) / 1024 / 1024;
	return `${findings.length} findings, ${findings.filter(({ outcome }) => outcome === 'conflict').length} conflicts${global.gc === undefined ? '' : `, ${heapMb.toFixed(0)} MB of heap`}`;
}

const asked = process.argv.slice(2).map(Number);
for (const count of asked.length > 0 ? asked : SIZES) measure(count);
