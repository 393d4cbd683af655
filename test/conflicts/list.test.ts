import { conflictsAsCsv, listConflicts, readRecordConflicts, type ConflictFilter } from '../../src/conflicts';
import { useQueue } from './queueWorld';

const world = useQueue();
const SCHEMA = 'batch_sync';
const idsOf = async (filter: ConflictFilter): Promise<readonly string[]> => (await listConflicts(world().database, SCHEMA, filter)).conflicts.map(({ id }) => id);

describe('a conflict in the list', () => {
	it('comes with its record, its values, and what each usual policy would choose', async () => {
		const id = await world().addOne({ raised: 90 }, { title: 'Fix the roof', localKey: 'r-1', remoteId: 1528, localEdited: 10, remoteEdited: 75 });
		const { total, conflicts, next } = await listConflicts(world().database, SCHEMA);
		expect({ total, next }).toEqual({ total: 1, next: null });
		expect(conflicts).toMatchObject([{
			id, pair: 'flrts', title: 'Fix the roof', localKey: '["r-1"]', remoteId: '1528', linkState: 'live', field: 'subject', fields: ['subject'], kind: 'both_changed', base: 'Base', local: 'Mine', remote: 'Theirs', status: 'pending_review',
			suggestion: { choice: 'newest', reason: 'The row was edited last, 1 hour and 5 minutes after the work package.' }, resolution: null, earlier: null, appliedAt: null, supersededBy: null,
		}]);
		expect(conflicts[0]?.policies.map(({ policy, settles }) => [policy, settles])).toEqual([['local_wins', true], ['remote_wins', true], ['newest_wins', true], ['union', false], ['text', false], ['higher', false], ['lower', false]]);
		expect(conflicts[0]?.ageMs).toBeGreaterThan(89 * 60_000);
		expect(conflicts[0]?.raisedAt).toMatch(/^\d{4}-\d{2}-\d{2}T.*Z$/);
	});

	it('that took the place of an earlier choice shows it', async () => {
		const link = await world().addLink();
		const old = await world().addConflict(link, { status: 'superseded', resolvedBy: 'Ada', resolution: { choice: 'remote', chosen: 'Theirs', lost: [{ side: 'local', value: 'Mine' }] } });
		const successor = await world().addConflict(link, { local: 'Mine, better' });
		await world().sql('update batch_sync.conflict set superseded_by = $2 where id = $1', [old, successor]);
		expect(await readRecordConflicts(world().database, SCHEMA, { link })).toMatchObject([{ id: successor, earlier: { conflict: old, by: 'Ada', choice: 'remote', chosen: 'Theirs' } }]);
	});

	it('has one version, and its record another, that stay while nothing moves', async () => {
		const link = await world().addLink();
		await world().addConflict(link);
		await world().addConflict(link, { field: 'status' });
		const read = async () => (await readRecordConflicts(world().database, SCHEMA, { link })).map(({ version, recordVersion }) => ({ version, recordVersion }));
		const [first, second] = await read();
		expect(new Set([first?.version, second?.version, first?.recordVersion]).size).toBe(3);
		expect(second?.recordVersion).toBe(first?.recordVersion);
		expect(await read()).toEqual([first, second]);
	});
});

describe('a filter', () => {
	it('is by pair, kind, field, status, age, record, link, number and resolver, all together', async () => {
		await world().addPair('other');
		const subject = await world().addOne({ raised: 5 }, { localKey: 'r-1', remoteId: 11 });
		const status = await world().addOne({ field: 'status', raised: 120 }, { localKey: '12', remoteId: 12 });
		const noBase = await world().addOne({ kind: 'no_base', raised: 3000 }, { localKey: '11', remoteId: 13 });
		const settled = await world().addOne({ status: 'resolved', resolvedBy: 'Ada', resolution: { chosen: 'x' } }, { remoteId: 14 });
		const elsewhere = await world().addOne({}, { pair: 'other', remoteId: 11 });
		const key = await world().addOne({}, { remoteId: 99 });
		await world().sql(`update batch_sync.link set local_key = jsonb_build_array('A', '1')::text where remote_id = 99`);
		expect(await idsOf({})).toEqual([subject, status, noBase, settled, elsewhere, key]);
		expect(await idsOf({ pair: 'other' })).toEqual([elsewhere]);
		expect(await idsOf({ kinds: ['no_base', 'cycle'] })).toEqual([noBase]);
		expect(await idsOf({ fields: ['status'] })).toEqual([status]);
		expect(await idsOf({ statuses: ['resolved'] })).toEqual([settled]);
		expect(await idsOf({ resolvedBy: 'Ada' })).toEqual([settled]);
		expect(await idsOf({ pair: 'flrts', olderThanMs: 3_600_000 })).toEqual([status, noBase]);
		expect(await idsOf({ olderThanMs: 3_600_000, newerThanMs: 86_400_000 })).toEqual([status]);
		expect(await idsOf({ raisedBefore: new Date(Date.now() - 3_600_000).toISOString() })).toEqual([status, noBase]);
		expect(await idsOf({ raisedSince: new Date(Date.now() - 7_320_000).toISOString(), fields: ['status'] })).toEqual([status]);
		expect(await idsOf({ pair: 'flrts', record: 'r-1' })).toEqual([subject]);
		expect(await idsOf({ pair: 'flrts', record: '11' })).toEqual([subject, noBase]);
		expect(await idsOf({ record: '11' })).toEqual([subject, noBase, elsewhere]);
		expect(await idsOf({ record: '["A","1"]' })).toEqual([key]);
		expect(await idsOf({ record: '[' })).toEqual([]);
		expect(await idsOf({ ids: [settled, 'x', '999'] })).toEqual([settled]);
		expect(await idsOf({ statuses: [] })).toEqual([]);
		expect(await idsOf({ pair: 'flrts', statuses: ['pending_review'], kinds: ['both_changed'], fields: ['subject'], olderThanMs: 1000 })).toEqual([subject, key]);
	});
});

describe('pages', () => {
	beforeEach(async () => {
		const link = await world().addLink();
		await world().sql(`insert into batch_sync.conflict (pair, link, run, field, fields, kind, base, local, remote, status) select pair, id, 1, 'f' || n, array['f' || n], 'both_changed', '1', '2', '3', 'pending_review' from batch_sync.link, generate_series(1, 25) n where id = $1`, [link]);
	});

	it.each(['oldest', 'newest'] as const)('come from the %s on, without gap or repetition, while conflicts are settled', async (order) => {
		const seen: string[] = [];
		let after: string | undefined;
		do {
			const page = await listConflicts(world().database, SCHEMA, { statuses: ['pending_review'] }, { order, after, limit: 7 });
			expect(page.total).toBe(25 - (seen.length === 0 ? 0 : 1));
			seen.push(...page.conflicts.map(({ id }) => id));
			if (after === undefined) await world().sql(`update batch_sync.conflict set status = 'superseded' where id = $1`, [seen[0]]);
			after = page.next ?? undefined;
		} while (after !== undefined);
		const all = (await world().sql<{ id: string }>('select id from batch_sync.conflict order by id')).map(({ id }) => id);
		expect(seen).toEqual(order === 'oldest' ? all : all.reverse());
	});

	it('of an odd size or place are refused', async () => {
		for (const limit of [0, 1001, 1.5, Number.NaN]) await expect(listConflicts(world().database, SCHEMA, {}, { limit })).rejects.toThrow('Give a whole number from 1 to 1000');
		await expect(listConflicts(world().database, SCHEMA, {}, { after: 'x' })).rejects.toThrow("The page after 'x'");
	});
});

describe('CSV', () => {
	const csvOf = async (...more: readonly [ConflictFilter?, { delimiter?: string; limit?: number }?]): Promise<string> => {
		const chunks: string[] = [];
		for await (const chunk of conflictsAsCsv(world().database, SCHEMA, ...more)) chunks.push(chunk);
		return chunks.join('');
	};

	it('has headings, a byte order mark and CR LF, also without conflicts', async () => {
		const csv = await csvOf();
		expect(csv).toMatch(/^\uFEFFid,pair,title,localKey,remoteId,field,kind,status,base,local,remote,/);
		expect(csv.split('\r\n')).toHaveLength(2);
	});

	it('quotes what needs it, and makes formulas harmless in every cell that people can write', async () => {
		const link = await world().addLink({ title: '=HYPERLINK("http://127.0.0.1","x")', localKey: '=1' });
		await world().addConflict(link, { base: '+1+1', local: '@SUM(A1)', remote: 'line\r\n"two", three' });
		await world().addConflict(link, { field: '-field', base: null, local: -3, remote: ['=x'], status: 'resolved', resolvedBy: '=Ada', resolution: { choice: 'local', chosen: '-x', lost: [] } });
		const csv = await csvOf();
		expect(csv).toContain(`"'=HYPERLINK(""http://127.0.0.1"",""x"")"`);
		expect(csv).toContain(`,'+1+1,'@SUM(A1),"line\r\n""two"", three",`);
		expect(csv).toContain(`,'-field,both_changed,resolved,,-3,"[""=x""]",`);
		expect(csv).toContain(`,local,'-x,,'=Ada,`);
		expect(csv.replaceAll(/"(?:[^"]|"")*"/g, 'q').split(/,|\r\n/).filter((cell) => /^[=+@]|^-(?!3$)/.test(cell))).toEqual([]);
	});

	it('takes another delimiter, a filter, a limit', async () => {
		for (let n = 0; n < 3; n += 1) await world().addOne({ field: n === 0 ? 'status' : 'subject', local: 'a;b' });
		const lines = (await csvOf({ fields: ['subject'] }, { delimiter: ';', limit: 1 })).trimEnd().split('\r\n');
		expect(lines).toHaveLength(2);
		expect(lines[1]).toContain(';subject;both_changed;pending_review;Base;"a;b";Theirs;');
	});
});
