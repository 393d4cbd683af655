import { startOpenProject, type OpenProjectServer, type OpenProjectVersion } from '../../sandbox/openproject';
import { attributesOf, clientOf, errorOf, link, type Json } from './openprojectClient';

let server: OpenProjectServer;
let client: ReturnType<typeof clientOf>;

async function start(version: OpenProjectVersion): Promise<void> {
	server = await startOpenProject({ version });
	client = clientOf(server);
}

afterEach(async () => await server.close());

const datesOf = ({ json }: { json: Json }): unknown[] => [json.startDate, json.dueDate, json.duration];

/** A write on top of whatever version there is. */
const patch = async (id: number, body: Json): Promise<Json> => await client.patch(id, { lockVersion: server.store.get(id)!.lockVersion, ...body });

// What a running 15.4.0 answered on 29 November 2026.
describe('dates in 15.4', () => {
	beforeEach(async () => await start('15.4'));

	it.each<[string, Json, unknown[]]>([
		['a Saturday', { dueDate: '2026-06-27' }, [null, '2026-06-29', null]],
		['a Saturday that may be', { dueDate: '2026-06-27', ignoreNonWorkingDays: true }, [null, '2026-06-27', null]],
		['start and due', { startDate: '2026-06-01', dueDate: '2026-06-05' }, ['2026-06-01', '2026-06-05', 'P5D']],
		['start and duration', { startDate: '2026-06-02', duration: 'P5D' }, ['2026-06-02', '2026-06-08', 'P5D']],
		['a duration alone', { duration: 'P3D' }, [null, null, 'P3D']],
	])('of %s', async (_, body, dates) => {
		expect(datesOf(await client.create({ subject: 'A', ...body }))).toEqual(dates);
	});

	it.each<[string, Json, string[]]>([
		['due before start', { startDate: '2026-06-10', dueDate: '2026-06-03' }, ['dueDate', 'duration']],
		['a duration that is too short', { startDate: '2026-06-01', dueDate: '2026-06-05', duration: 'P2D' }, ['duration']],
		['no duration between two dates', { startDate: '2026-06-01', dueDate: '2026-06-05', duration: null }, ['duration']],
	])('refuse %s', async (_, body, attributes) => {
		const reply = await client.create({ subject: 'A', ...body });
		expect([reply.status, attributesOf(reply)]).toEqual([422, attributes]);
	});

	it('break off at a duration of nothing', async () => {
		expect((await client.create({ subject: 'A', startDate: '2026-06-01', duration: 'P0D' })).status).toBe(500);
	});

	it('follow one from the other as they are edited', async () => {
		await client.create({ subject: 'A', duration: 'P3D' });
		expect(datesOf(await patch(1, { startDate: '2026-06-05' }))).toEqual(['2026-06-05', '2026-06-09', 'P3D']);
		expect(datesOf(await patch(1, { dueDate: '2026-06-12' }))).toEqual(['2026-06-05', '2026-06-12', 'P6D']);
		expect(attributesOf(await patch(1, { startDate: '2026-06-22' }))).toEqual(['dueDate', 'duration']);
		expect(datesOf(await patch(1, { startDate: null }))).toEqual([null, '2026-06-12', null]);
	});

	it('keep their duration where free days begin or cease to count', async () => {
		await client.create({ subject: 'A', startDate: '2026-06-05', dueDate: '2026-06-06' });
		expect(datesOf(await patch(1, { ignoreNonWorkingDays: true }))).toEqual(['2026-06-05', '2026-06-06', 'P2D']);
		expect(datesOf(await patch(1, { ignoreNonWorkingDays: false }))).toEqual(['2026-06-05', '2026-06-08', 'P2D']);
	});
});

it.each<OpenProjectVersion>(['16', '17'])('in %s a duration of nothing is refused', async (version) => {
	await start(version);
	expect(attributesOf(await client.create({ subject: 'A', startDate: '2026-06-01', duration: 'P0D' }))).toEqual(['duration', 'dueDate']);
});

describe('work, remaining work and % complete in 15.4', () => {
	beforeEach(async () => await start('15.4'));
	const progressOf = ({ json }: { json: Json }): unknown[] => [json.estimatedTime, json.remainingTime ?? null, json.percentageDone];

	it.each<[Json, unknown[]]>([
		[{ estimatedTime: 'PT8H' }, ['PT8H', 'PT8H', 0]],
		[{ remainingTime: 'PT8H' }, ['PT8H', 'PT8H', 0]],
		[{ percentageDone: 40 }, [null, null, 40]],
		[{ estimatedTime: 'PT8H', remainingTime: 'PT2H' }, ['PT8H', 'PT2H', 75]],
		[{ estimatedTime: 'PT8H', percentageDone: 40 }, ['PT8H', 'PT4H48M', 40]],
		[{ remainingTime: 'PT8H', percentageDone: 50 }, ['PT16H', 'PT8H', 50]],
		[{ estimatedTime: 'PT8H', remainingTime: null }, ['PT8H', null, null]],
		[{ estimatedTime: 'PT1H20M' }, ['PT1H19M48S', 'PT1H19M48S', 0]],
		[{ estimatedTime: 'PT0S' }, ['PT0S', 'PT0S', null]],
		[{ estimatedTime: 'PT8H', percentageDone: 100 }, ['PT8H', 'PT0S', 100]],
	])('of a new one with %j', async (body, progress) => {
		expect(progressOf(await client.create({ subject: 'A', ...body }))).toEqual(progress);
	});

	it.each<[Json, Json, unknown[]]>([
		[{ estimatedTime: 'PT12H' }, { estimatedTime: 'PT2H' }, ['PT2H', 'PT0S', 100]],
		[{ remainingTime: 'PT5H' }, { remainingTime: null }, [null, null, 50]],
		[{ percentageDone: 50 }, { percentageDone: null }, ['PT10H', null, null]],
		[{ estimatedTime: 'PT1H' }, { percentageDone: 10, remainingTime: 'PT9H' }, ['PT10H', 'PT9H', 10]],
	])('after %j and then %j', async (first, second, progress) => {
		await client.create({ subject: 'A', estimatedTime: 'PT10H', remainingTime: 'PT4H' });
		await patch(1, first);
		expect(progressOf(await patch(1, second))).toEqual(progress);
	});
});

it.each([['15.4', 422], ['16', 422], ['17', 200]] as const)('in %s an edit where a required field is empty gets %i, and one that empties it is refused', async (version, status) => {
	await start(version);
	server.store.create({ subject: 'A' });
	server.store.setCustomField({ id: 4, name: 'Crew size', format: 'int', isRequired: true });
	expect((await patch(1, { subject: 'B' })).status).toBe(status);
	expect(errorOf(await patch(1, { customField4: null }))).toBe('PropertyConstraintViolation');
});

it('a child takes the dates of its parent that are not sent, and none that are sent as null', async () => {
	await start('17');
	await client.create({ subject: 'P', scheduleManually: true, startDate: '2026-06-01', dueDate: '2026-06-30' });
	const parent = link('work_packages', 1);
	expect(datesOf(await client.create({ subject: 'C', _links: { parent } }))).toEqual(['2026-06-01', '2026-06-30', 'P22D']);
	expect(datesOf(await client.create({ subject: 'C', startDate: null, dueDate: null, _links: { parent } }))).toEqual([null, null, null]);
	expect(datesOf(await client.create({ subject: 'C', dueDate: '2026-06-05', _links: { parent } }))).toEqual(['2026-06-01', '2026-06-05', 'P5D']);
});
