import { join } from 'node:path';
import { ALL_CHECKS } from './checks';
import { examine } from './examine';
import { compareRecordings, type CheckDifferences } from './recorded/compare';
import { EXCEPTIONS, exceptionFor } from './recorded/exceptions';
import { readRecording } from './recorded/recording';
import { STAND_IN_GAPS } from './world/standInGaps';
import { standInWorld } from './world/standInWorld';

const recorded = readRecording(join(__dirname, 'recorded/15.4.0.json'));

let compared: readonly CheckDifferences[] = [];

beforeAll(async () => {
	const { recording } = await examine(ALL_CHECKS, { server: 'the stand-in', open: (onReply) => standInWorld('15.4', onReply) });
	compared = compareRecordings(recorded, recording);
});

const held = Object.keys(recorded.checks).filter((id) => !STAND_IN_GAPS.has(id));

it('has an answer of the stand-in for every recorded check', () => {
	expect(compared.map(({ check }) => check)).toEqual(expect.arrayContaining(held));
});

it.each(held)('the stand-in answers in the shape of a real 15.4.0: %s', (id) => {
	const differences = compared.find(({ check }) => check === id)?.differences ?? [];
	expect(differences.filter((difference) => exceptionFor(id, difference) === undefined)).toEqual([]);
});

it('has no exception for what does not differ', () => {
	const used = new Set(compared.flatMap(({ check, differences }) => differences.map((difference) => exceptionFor(check, difference))));
	expect(EXCEPTIONS.filter((exception) => !used.has(exception))).toEqual([]);
});

it('holds no key, host or path of a machine', () => {
	const texts = JSON.stringify(recorded);
	expect(texts).not.toMatch(/127\.0\.0\.1|localhost|\/tmp\/|apikey|[0-9a-f]{40}/i);
});
