import { Client } from 'pg';
import { conflictReport, decide, decideMany, listConflicts, readConflict, readRecordConflicts, reopen, type DecisionAnswer } from '../../src/conflicts';
import { connectionFromUrl, openDatabase } from '../../src/postgres';
import type { Json } from '../../src/record';
import { useQueue } from './queueWorld';

const world = useQueue();
const SCHEMA = 'batch_sync';

const stateOf = async (id: string) => (await world().sql<{ status: string; resolved_by: string | null; resolution: { chosen?: unknown } | null; decided_on: unknown }>('select status, resolved_by, resolution, decided_on from batch_sync.conflict where id = $1', [id]))[0];
const answerOf = async (...[decisions, who = 'Ada']: [Parameters<typeof decide>[2], string?]): Promise<readonly DecisionAnswer[]> => await decide(world().database, SCHEMA, decisions, who);
const reasonOf = (answer: DecisionAnswer | undefined): string => (answer?.status === 'refused' ? answer.reason : `not refused: ${JSON.stringify(answer)}`);

describe('a decision', () => {
	it('is kept with who, when, what was chosen, what it was decided on and what lost', async () => {
		const id = await world().addOne({}, { title: 'Roof' });
		const [answer] = await answerOf([{ conflict: id, choice: 'remote' }]);
		expect(answer).toMatchObject({ status: 'resolved', reason: 'The next run of the pair carries it out, if both sides still hold these values.', conflicts: [{ id, pair: 'flrts', title: 'Roof', field: 'subject', resolution: { choice: 'remote', chosen: 'Theirs', lost: [{ side: 'local', value: 'Mine' }] } }] });
		expect(await stateOf(id)).toEqual({ status: 'resolved', resolved_by: 'Ada', decided_on: { local: 'Mine', remote: 'Theirs' }, resolution: { choice: 'remote', chosen: 'Theirs', lost: [{ side: 'local', value: 'Mine' }] } });
		expect(await readConflict(world().database, SCHEMA, id)).toMatchObject({ status: 'resolved', resolvedBy: 'Ada', resolvedAt: expect.stringMatching(/^2\d{3}-.*Z$/) as string, appliedAt: null, suggestion: null, policies: [] });
	});

	it.each([[null], [0], [false], ['']])('keeps %j as a value', async (value) => {
		const id = await world().addOne({ field: 'x', base: null, local: value, remote: 'other' });
		await answerOf([{ conflict: id, choice: 'local' }]);
		expect((await stateOf(id))?.resolution?.chosen).toBe(value);
	});

	it('of many is answered one by one, in the order given', async () => {
		const [first, tie, noBase] = [await world().addOne(), await world().addOne({}, { localEdited: 10, remoteEdited: 11 }), await world().addOne({ kind: 'no_base', base: null })];
		const answers = await answerOf([
			{ conflict: '999', choice: 'local' }, { conflict: tie, choice: 'newest' }, { conflict: first, choice: 'newest' }, { conflict: noBase, choice: 'base' },
			{ conflict: 'x', choice: 'local' }, { conflict: first, choice: 'remote' }, { conflict: '', choice: 'local' },
		]);
		expect(answers.map((answer) => (answer.status === 'refused' ? answer.code : answer.status))).toEqual(['NOT_FOUND', 'TIE', 'resolved', 'NO_BASE', 'NOT_FOUND', 'GIVEN_TWICE', 'NOT_FOUND']);
		expect(reasonOf(answers[0])).toBe('There is no conflict 999. Give the number of one, as Get Many shows it.');
		expect(reasonOf(answers[3])).toMatch(/^Conflict \d+ \('subject' of 'Task \d+'\): 'subject' was never agreed on/);
		expect(await stateOf(first)).toMatchObject({ status: 'resolved', resolution: { chosen: 'Mine' } });
		expect(await stateOf(tie)).toMatchObject({ status: 'pending_review', resolution: null });
	});

	it('about a conflict that is settled names who settled it, when and how', async () => {
		const byPolicy = await world().addOne({ status: 'resolved', resolvedBy: 'policy:newest_wins', resolution: { chosen: 'Theirs', lost: [] }, isCarriedOut: true });
		const gone = await world().addOne({ status: 'superseded' });
		const replaced = await world().addOne({ status: 'superseded', supersededBy: '77' });
		const mine = await world().addOne();
		await answerOf([{ conflict: mine, choice: 'local' }], 'Grace');
		const reasons = (await answerOf([byPolicy, gone, replaced, mine].map((conflict) => ({ conflict, choice: 'remote' as const })))).map(reasonOf);
		expect(reasons[0]).toMatch(/was settled by the policy newest_wins at 2.*Z \("Theirs"\)\. It has been carried out/);
		expect(reasons[1]).toMatch(/was superseded at .*Both sides have come to agree/);
		expect(reasons[2]).toMatch(/Conflict 77 took its place: decide that one\.$/);
		expect(reasons[3]).toMatch(/was settled by Grace at 2.*Z \("Mine"\)\. Reopen it to decide anew\.$/);
		expect((await stateOf(mine))?.resolved_by).toBe('Grace');
	});

	it('must be by somebody, and by no policy', async () => {
		const id = await world().addOne();
		for (const who of ['', '  ', 'policy:manual', 'x'.repeat(201), 'a\0']) await expect(answerOf([{ conflict: id, choice: 'local' }], who)).rejects.toThrow(/cannot stand for who decides/);
		expect((await stateOf(id))?.status).toBe('pending_review');
	});

	it('needs the tables and the pair, and says which there are', async () => {
		await expect(decide(world().database, 'nowhere', [{ conflict: '1', choice: 'local' }], 'Ada')).rejects.toThrow("The tables of Batch Sync are not in schema 'nowhere'");
		await expect(answerOf([{ pair: 'flrt', record: '1', choice: 'local' }])).rejects.toThrow("There is no pair 'flrt' in schema 'batch_sync'. Pairs there: flrts.");
		await expect(listConflicts(world().database, SCHEMA, { pair: 'flrt' })).rejects.toThrow("There is no pair 'flrt'");
		await expect(conflictReport(world().database, 'nowhere')).rejects.toThrow("schema 'nowhere'");
	});

	it('on a record that waits says for what', async () => {
		const [held, outside] = [await world().addOne({}, { state: 'held' }), await world().addOne({}, { state: 'out_of_scope' })];
		const reasons = (await answerOf([held, outside].map((conflict) => ({ conflict, choice: 'local' as const })))).map((answer) => answer.reason);
		expect(reasons).toEqual([expect.stringContaining('Release Links'), expect.stringContaining("outside the pair's scope")]);
	});

	it('of a value that does not fit writes nothing', async () => {
		const [status, parent] = [await world().addOne({ field: 'status', local: 'Done', remote: 'To Do', base: 'In Progress' }), await world().addOne({ field: 'parent', local: '1', remote: null, base: null })];
		const [first, second, third] = await answerOf([{ conflict: status, choice: 'custom', value: 'Nearly' }, { conflict: parent, choice: 'custom', value: '4711' }, { conflict: status, choice: 'custom' }]);
		expect(reasonOf(first)).toMatch(/'Nearly' has no entry in the value map of field 'status'/);
		expect(reasonOf(second)).toMatch(/Pair 'flrts' has no record with link '4711'/);
		expect(reasonOf(third)).toMatch(/No value was given for 'status'/);
		const link = await world().addLink();
		expect((await answerOf([{ conflict: parent, choice: 'custom', value: link }]))[0]?.status).toBe('resolved');
		expect((await stateOf(status))?.status).toBe('pending_review');
	});

	it('of a value works where the mapping of the pair says nothing of the field', async () => {
		await world().sql(`update batch_sync.pair set config = '{"fields": 5}'`);
		const id = await world().addOne({ field: 'status', local: 'Done', remote: 'To Do', base: 'In Progress' });
		expect((await answerOf([{ conflict: id, choice: 'custom', value: 7 }]))[0]).toMatchObject({ status: 'refused', code: 'DOES_NOT_FIT' });
		expect((await answerOf([{ conflict: id, choice: 'custom', value: 'Nearly' }]))[0]).toMatchObject({ status: 'resolved' });
	});
});

describe('a decision about a record', () => {
	it.each([['its link', 'link'], ['its work package', 'remote'], ['its row key', 'local']])('named by %s settles all its open conflicts', async (_what, by) => {
		const link = await world().addLink({ localKey: 'r-1', remoteId: 1528 });
		const [subject, status, done] = [await world().addConflict(link), await world().addConflict(link, { field: 'status', local: 'Done', remote: 'To Do' }), await world().addConflict(link, { field: 'priority', status: 'superseded' })];
		const other = await world().addOne();
		const target = by === 'link' ? { link } : { pair: 'flrts', record: by === 'remote' ? '1528' : 'r-1' };
		expect(await answerOf([{ ...target, choice: 'local' }])).toMatchObject([{ status: 'resolved', conflicts: [{ id: subject }, { id: status }] }]);
		expect(await Promise.all([subject, status, done, other].map(async (id) => (await stateOf(id))?.status))).toEqual(['resolved', 'resolved', 'superseded', 'pending_review']);
	});

	it('is all or nothing', async () => {
		const link = await world().addLink();
		const ids = [await world().addConflict(link), await world().addConflict(link, { field: 'due', kind: 'no_base', base: null, local: '2026-01-01', remote: null })];
		const [answer] = await answerOf([{ link, choice: 'base' }]);
		expect(reasonOf(answer)).toMatch(/'due' was never agreed on/);
		expect(await Promise.all(ids.map(async (id) => (await stateOf(id))?.status))).toEqual(['pending_review', 'pending_review']);
	});

	it('takes values by field, exactly for those that are open', async () => {
		const link = await world().addLink();
		const ids = [await world().addConflict(link), await world().addConflict(link, { field: 'status', local: 'Done', remote: 'To Do' })];
		const odd: ReadonlyArray<Json | undefined> = [{ subject: 'x' }, { subject: 'x', status: 'Done', due: null }, 'x', undefined];
		for (const value of odd) expect(reasonOf((await answerOf([{ link, choice: 'custom', value }]))[0])).toMatch(/open are subject, status\. Give an object/);
		expect(await answerOf([{ link, choice: 'custom', value: { status: 'In Progress', subject: 'x' } }])).toMatchObject([{ status: 'resolved' }]);
		expect((await Promise.all(ids.map(stateOf))).map((one) => one?.resolution?.chosen)).toEqual(['x', 'In Progress']);
	});

	it('that is not known, has nothing open, or is two records, is refused in a sentence', async () => {
		const link = await world().addLink({ localKey: '1528' });
		const settled = await world().addConflict(link);
		await answerOf([{ conflict: settled, choice: 'local' }], 'Grace');
		const [unknown, nothing] = await answerOf([{ pair: 'flrts', record: 'nope', choice: 'local' }, { pair: 'flrts', record: '1528', choice: 'local' }]);
		expect(reasonOf(unknown)).toBe("Pair 'flrts' has no record 'nope'. Give a work package ID or row key, as Get Many shows them.");
		expect(reasonOf(nothing)).toMatch(/^The record '1528' has no open conflict\. Conflict \d+ \('subject'\) was settled by Grace at 2/);
		await world().addConflict(link, { field: 'status' });
		await world().addOne({}, { remoteId: 1528 });
		expect((await answerOf([{ pair: 'flrts', record: '1528', choice: 'local' }]))[0]).toMatchObject({ code: 'AMBIGUOUS' });
	});
});

describe('a decision on what was seen', () => {
	it('holds while the values are those that were seen', async () => {
		const id = await world().addOne();
		const seen = (await readConflict(world().database, SCHEMA, id))?.version ?? '';
		expect((await answerOf([{ conflict: id, choice: 'local', seen }]))[0]?.status).toBe('resolved');
	});

	it.each([
		['a run changed the values', `update batch_sync.conflict set remote = '"Newer"', run = 9, updated_at = now() where id = $1`, /was changed by run 9 at 2.*the values are no longer those you saw\. Nothing was written/],
		['it was superseded', `update batch_sync.conflict set status = 'superseded', updated_at = now() where id = $1`, /was superseded at 2/],
		['somebody settled it', `update batch_sync.conflict set status = 'resolved', resolved_by = 'Grace', resolved_at = now(), resolution = '{"chosen": "Theirs"}' where id = $1`, /was settled by Grace at 2/],
	])('is refused where %s', async (_what, change, reason) => {
		const id = await world().addOne();
		const seen = (await readConflict(world().database, SCHEMA, id))?.version ?? '';
		await world().sql(change, [id]);
		const before = await stateOf(id);
		expect(reasonOf((await answerOf([{ conflict: id, choice: 'local', seen }]))[0])).toMatch(reason);
		expect(await stateOf(id)).toEqual(before);
	});

	it('is refused where it was settled and reopened meanwhile, though the values are the same', async () => {
		const id = await world().addOne();
		const seen = (await readConflict(world().database, SCHEMA, id))?.version ?? '';
		await answerOf([{ conflict: id, choice: 'remote' }], 'Grace');
		await reopen(world().database, SCHEMA, [id], 'Linus');
		expect(reasonOf((await answerOf([{ conflict: id, choice: 'local', seen }]))[0])).toMatch(/was reopened by Linus at 2/);
	});

	it('of a record is refused where a conflict was settled, changed or raised meanwhile, and says by whom', async () => {
		const link = await world().addLink();
		const first = await world().addConflict(link);
		await world().addConflict(link, { field: 'status', local: 'Done', remote: 'To Do' });
		const versionNow = async (): Promise<string> => (await readRecordConflicts(world().database, SCHEMA, { link }))[0]?.recordVersion ?? '';
		const seen = await versionNow();
		await answerOf([{ conflict: first, choice: 'local' }], 'Grace');
		expect(reasonOf((await answerOf([{ link, choice: 'remote', seen }]))[0])).toMatch(/are not those you saw\. Conflict \d+ \('subject'\) was settled by Grace at .*Nothing was written/);
		const later = await versionNow();
		await world().addConflict(link, { field: 'priority', local: 'High', remote: 'Low', raised: -1 });
		expect(reasonOf((await answerOf([{ link, choice: 'remote', seen: later }]))[0])).toMatch(/\('priority'\) was raised or changed by run 7/);
		expect((await answerOf([{ link, choice: 'remote', seen: await versionNow() }]))[0]).toMatchObject({ status: 'resolved', conflicts: [{ field: 'status' }, { field: 'priority' }] });
	});
});

describe('two reviewers at once', () => {
	it('exactly one wins, and the other is told who did', async () => {
		const other = await openDatabase(connectionFromUrl(world().url));
		try {
			for (let round = 0; round < 20; round += 1) {
				const id = await world().addOne();
				const [ada, grace] = await Promise.all([decide(world().database, SCHEMA, [{ conflict: id, choice: 'local' }], 'Ada'), decide(other, SCHEMA, [{ conflict: id, choice: 'remote' }], 'Grace')]);
				const winner = ada[0]?.status === 'resolved' ? 'Ada' : 'Grace';
				const loser = winner === 'Ada' ? grace[0] : ada[0];
				expect([ada[0]?.status, grace[0]?.status].sort()).toEqual(['refused', 'resolved']);
				expect(reasonOf(loser)).toContain(`was settled by ${winner} at`);
				expect(await stateOf(id)).toMatchObject({ resolved_by: winner, resolution: { chosen: winner === 'Ada' ? 'Mine' : 'Theirs' } });
			}
		} finally {
			await other.close();
		}
	});

	it('whoever holds a conflict is waited for, and no more than that one', async () => {
		const [busy, free] = [await world().addOne(), await world().addOne()];
		const client = new Client({ connectionString: world().url });
		await client.connect();
		try {
			await client.query('begin');
			await client.query(`update batch_sync.conflict set local = '"Moved"', updated_at = clock_timestamp() where id = $1`, [busy]);
			const deciding = answerOf([{ conflict: busy, choice: 'local' }, { conflict: free, choice: 'local' }]);
			// The free one is settled while the other is still held.
			for (let tries = 0; (await stateOf(free))?.status !== 'resolved' && tries < 200; tries += 1) await new Promise((resolve) => setTimeout(resolve, 20));
			expect((await stateOf(free))?.status).toBe('resolved');
			await client.query('commit');
			expect(await deciding).toMatchObject([{ status: 'resolved', conflicts: [{ resolution: { chosen: 'Moved' } }] }, { status: 'resolved' }]);
		} finally {
			await client.end();
		}
	});

	it('a conflict that stays held is refused as busy', async () => {
		const id = await world().addOne();
		const client = new Client({ connectionString: world().url });
		await client.connect();
		try {
			await client.query('begin');
			await client.query('select 1 from batch_sync.conflict where id = $1 for update', [id]);
			expect((await answerOf([{ conflict: id, choice: 'local' }]))[0]).toMatchObject({ status: 'refused', code: 'BUSY', reason: expect.stringContaining('is being written by a run or by somebody else') as string });
			await client.query('rollback');
		} finally {
			await client.end();
		}
	});
});

describe('a rule', () => {
	it('settles what meets its filter and is there when it begins, and names what it could not', async () => {
		for (let n = 0; n < 3; n += 1) await world().addOne({ field: 'status', local: 'Done', remote: 'To Do', raised: 60 * n });
		const tie = await world().addOne({ field: 'status', local: 'Done', remote: 'To Do' }, { localEdited: 5, remoteEdited: 5 });
		const other = await world().addOne();
		const rule = { filter: { pair: 'flrts', fields: ['status'] }, choice: 'newest' as const };
		const expected = { matched: 4, resolved: 3, refused: 1, refusals: [{ code: 'TIE', count: 1 }], refusedConflicts: [{ id: tie, field: 'status', code: 'TIE' }] };
		const before = await world().sql('select * from batch_sync.conflict order by id');
		expect(await decideMany(world().database, SCHEMA, { ...rule, dryRun: true }, 'Ada')).toMatchObject({ dryRun: true, ...expected });
		expect(await world().sql('select * from batch_sync.conflict order by id')).toEqual(before);
		expect(await decideMany(world().database, SCHEMA, rule, 'Ada')).toMatchObject({ dryRun: false, ...expected });
		expect(await decideMany(world().database, SCHEMA, rule, 'Ada')).toMatchObject({ matched: 1, resolved: 0 });
		expect((await stateOf(other))?.status).toBe('pending_review');
	});

	it('goes over many pages', async () => {
		const link = await world().addLink();
		await world().sql(`insert into batch_sync.conflict (pair, link, run, field, fields, kind, base, local, remote, status) select pair, id, 1, 'f' || n, array['f' || n], 'both_changed', '1', '2', '3', 'pending_review' from batch_sync.link, generate_series(1, 1203) n where id = $1`, [link]);
		expect(await decideMany(world().database, SCHEMA, { filter: { pair: 'flrts' }, choice: 'remote' }, 'Ada')).toMatchObject({ matched: 1203, resolved: 1203 });
		expect(await world().sql(`select count(*) from batch_sync.conflict where status = 'resolved' and resolution -> 'chosen' = '3' and resolution -> 'lost' = '[{"side": "local", "value": 2}]'`)).toEqual([{ count: '1203' }]);
	});
});

describe('reopening', () => {
	it('puts a resolution that no run has carried out back to review, and keeps it', async () => {
		const id = await world().addOne();
		await answerOf([{ conflict: id, choice: 'remote' }]);
		expect(await reopen(world().database, SCHEMA, [id], 'Grace')).toMatchObject([{ status: 'reopened', field: 'subject', reason: expect.stringContaining('The choice of Ada is kept with it') as string }]);
		expect(await readConflict(world().database, SCHEMA, id)).toMatchObject({ status: 'pending_review', resolvedBy: null, resolution: null, earlier: { conflict: id, by: 'Ada', choice: 'remote', chosen: 'Theirs', lost: [{ side: 'local', value: 'Mine' }], at: expect.stringMatching(/Z$/) as string } });
		expect((await answerOf([{ conflict: id, choice: 'local' }]))[0]?.status).toBe('resolved');
		expect((await stateOf(id))?.resolution).toEqual({ choice: 'local', chosen: 'Mine', lost: [{ side: 'remote', value: 'Theirs' }] });
	});

	it('is refused in a sentence, one by one and in order, for what cannot be', async () => {
		const open = await world().addOne();
		const carried = await world().addOne({ status: 'resolved', resolvedBy: 'policy:newest_wins', resolution: { chosen: 'x' }, isCarriedOut: true });
		const superseded = await world().addOne({ status: 'superseded', supersededBy: '5' });
		const link = await world().addLink();
		const old = await world().addConflict(link, { status: 'resolved', resolvedBy: 'Ada', resolution: { chosen: 'Mine' } });
		const successor = await world().addConflict(link);
		const fine = await world().addOne({ status: 'resolved', resolvedBy: 'Ada', resolution: { chosen: 'Mine' } });
		const answers = await reopen(world().database, SCHEMA, [open, carried, superseded, old, '999', 'x', fine], 'Grace');
		expect(answers.map((answer) => (answer.status === 'refused' ? answer.code : answer.status))).toEqual(['OPEN', 'CARRIED_OUT', 'SUPERSEDED', 'OTHER_IS_OPEN', 'NOT_FOUND', 'NOT_FOUND', 'reopened']);
		expect(answers[1]?.reason).toMatch(/was settled by the policy newest_wins and carried out at 2/);
		expect(answers[2]?.reason).toMatch(/was superseded at .* by conflict 5, so there is nothing to reopen/);
		expect(answers[3]?.reason).toContain(`conflict ${successor} of the same field is open. Decide that one.`);
	});

	it('of two resolutions of one field opens one', async () => {
		const link = await world().addLink();
		const ids = [1, 2].map(async () => await world().addConflict(link, { status: 'resolved', resolvedBy: 'Ada', resolution: { chosen: 'Mine' } }));
		expect((await reopen(world().database, SCHEMA, await Promise.all(ids), 'Grace')).map((answer) => answer.status).sort()).toEqual(['refused', 'reopened']);
	});

	it('waits for the end of a run, and for a write whose fate is open', async () => {
		const id = await world().addOne();
		await answerOf([{ conflict: id, choice: 'remote' }]);
		await world().sql(`insert into batch_sync.run (pair, mode, effective_mode, trigger, started_by, status, started_at) select id, 'incremental', 'incremental', 'test', 'test', 'running', now() from batch_sync.pair`);
		await world().sql(`insert into batch_sync.lease (pair, run, holder, fence, acquired_at, heartbeat_at, expires_at, heartbeat_ms) select pair, id, 'h', 1, now(), now(), now() + interval '1 minute', 1000 from batch_sync.run`);
		expect(await reopen(world().database, SCHEMA, [id], 'Grace')).toMatchObject([{ code: 'BUSY', reason: expect.stringMatching(/while run \d+ of pair 'flrts' goes on/) as string }]);
		await world().sql('delete from batch_sync.lease');
		await world().sql(`insert into batch_sync.operation (run, pair, link, side, kind, status, reason) select r.id, c.pair, c.link, 'remote', 'update', 'sending', 'test' from batch_sync.run r, batch_sync.conflict c`);
		expect(await reopen(world().database, SCHEMA, [id], 'Grace')).toMatchObject([{ code: 'BUSY', reason: expect.stringContaining('whether it took effect is not known yet') as string }]);
		await world().sql(`update batch_sync.operation set status = 'superseded'`);
		expect(await reopen(world().database, SCHEMA, [id], 'Grace')).toMatchObject([{ status: 'reopened' }]);
	});
});
