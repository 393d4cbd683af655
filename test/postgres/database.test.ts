import { Client } from 'pg';
import { connectionFromUrl, SESSION_SETTINGS, type Database } from '../../src/postgres';
import { DatabaseError } from '../../src/errors';
import { BinaryPiece, binaryWriters } from '../../src/postgres/copyBinary';
import { openAsRole } from '../support/asRole';
import { createTestDatabase, type TestDatabase } from '../support/postgres';
import { startPostgresProxy } from '../support/postgresProxy';

let testDatabase: TestDatabase;
let database: Database;

beforeAll(async () => {
	testDatabase = await createTestDatabase();
	database = await openAsRole(connectionFromUrl(testDatabase.url));
	await database.transaction((tx) => tx.execute({ text: 'create table notes (id int primary key, body text)' }));
});
afterAll(async () => {
	await database.close();
	await testDatabase.drop();
});
beforeEach(() => database.transaction((tx) => tx.execute({ text: 'truncate notes' })));

async function ids(): Promise<unknown[]> {
	return (await database.transaction((tx) => tx.query({ text: 'select id from notes order by id' }))).map(({ id }) => id);
}

async function failureOf(work: Promise<unknown>): Promise<DatabaseError> {
	const error = await work.then(() => undefined, (reason: unknown) => reason);
	expect(error).toBeInstanceOf(DatabaseError);
	return error as DatabaseError;
}

describe('values', () => {
	it('come back without loss, by type', async () => {
		const [row] = await database.transaction((tx) =>
			tx.query({
				text: `select 9007199254740993::int8 as int8, 1.10::numeric as numeric, 7::int4 as int4, 0.1::float8 as float8, true as bool, '{"a":[1,null]}'::jsonb as jsonb, '"x"'::json as json,
					'2026-01-02 03:04:05.123456+02'::timestamptz as instant, 'infinity'::timestamptz as forever, '2026-01-02'::date as date, interval '1 day 2 hours' as interval, '\\x00ff'::bytea as bytea,
					array['a', null, 'b"c\\'] as texts, array[[1, 2], [3, null]] as ints, array[9007199254740993] as int8s, '[0:1]={x,y}'::text[] as shifted, array[]::text[] as empty, null::text as nothing`,
			}),
		);
		expect(row).toEqual({
			int8: '9007199254740993', numeric: '1.10', int4: 7, float8: 0.1, bool: true, jsonb: { a: [1, null] }, json: 'x',
			instant: '2026-01-02 01:04:05.123456+00', forever: 'infinity', date: '2026-01-02', interval: 'P1DT2H', bytea: Buffer.from([0, 255]),
			texts: ['a', null, 'b"c\\'], ints: [[1, 2], [3, null]], int8s: ['9007199254740993'], shifted: ['x', 'y'], empty: [], nothing: null,
		});
	});

	it('are bound, arrays and Buffers too', async () => {
		const values = ["'; drop table notes --", 9007199254740993n, null, false, ['a,b', null, '"'], Buffer.from([1]), JSON.stringify({ a: 1 })];
		const [row] = await database.transaction((tx) => tx.query({ text: 'select $1::text as a, $2::int8 as b, $3::text as c, $4::bool as d, $5::text[] as e, $6::bytea as f, $7::jsonb as g', values }));
		expect(row).toEqual({ a: "'; drop table notes --", b: '9007199254740993', c: null, d: false, e: ['a,b', null, '"'], f: Buffer.from([1]), g: { a: 1 } });
	});

	it('leave the parsers of everybody else who uses pg in this process alone', async () => {
		const client = new Client(testDatabase.url);
		await client.connect();
		const { rows } = await client.query("select '2026-01-02T00:00:00Z'::timestamptz as at");
		await client.end();
		expect(rows).toEqual([{ at: new Date('2026-01-02T00:00:00Z') }]);
	});
});

describe('a transaction', () => {
	it('runs under the session settings, whatever the defaults of the database are', async () => {
		const defaults = ["timezone = 'Asia/Tokyo'", "datestyle = 'German'", "intervalstyle = 'sql_standard'", "bytea_output = 'escape'", 'extra_float_digits = 0', 'standard_conforming_strings = off'];
		await database.transaction((tx) => tx.execute({ text: defaults.map((setting) => `alter database ${testDatabase.name} set ${setting}`).join('; ') }));
		const other = await openAsRole(connectionFromUrl(testDatabase.url));
		try {
			for (const [name, value] of Object.entries(SESSION_SETTINGS)) {
				if (name === 'search_path') continue;
				const [row] = await other.transaction((tx) => tx.query<{ value: string }>({ text: 'select current_setting($1) as value', values: [name] }));
				expect(row?.value).toMatch(new RegExp(`^${value}\\b`));
			}
		} finally {
			await other.close();
			await database.transaction((tx) => tx.execute({ text: `alter database ${testDatabase.name} reset all` }));
		}
	});

	it('is committed where the work succeeds and undone where it throws', async () => {
		await database.transaction((tx) => tx.execute({ text: 'insert into notes values (1)' }));
		const mine = new Error('mine');
		await expect(database.transaction(async (tx) => { await tx.execute({ text: 'insert into notes values (2)' }); throw mine; })).rejects.toBe(mine);
		expect(await ids()).toEqual([1]);
	});

	it('fails where a statement failed and its error was swallowed', async () => {
		const failure = await failureOf(database.transaction(async (tx) => {
			await tx.execute({ text: 'insert into notes values (1)' });
			await tx.execute({ text: 'insert into notes values (1)' }).catch(() => undefined);
		}));
		expect(failure.sqlState).toBe('25P02');
		expect(await ids()).toEqual([]);
	});

	it('can be read-only, and see one snapshot throughout', async () => {
		const failure = await failureOf(database.transaction((tx) => tx.execute({ text: 'insert into notes values (1)' }), { readOnly: true }));
		expect(failure.sqlState).toBe('25006');
		await database.transaction(async (tx) => {
			await tx.query({ text: 'select 1 from notes' });
			await database.transaction((other) => other.execute({ text: 'insert into notes values (2)' }));
			expect(await tx.query({ text: 'select id from notes' })).toEqual([]);
		}, { repeatableRead: true, readOnly: true });
		expect(await ids()).toEqual([2]);
	});

	it('counts the rows of every statement in a text, and answers the rows of the last', async () => {
		expect(await database.transaction((tx) => tx.execute({ text: 'insert into notes values (1), (2); update notes set body = id::text' }))).toBe(4);
		expect(await database.transaction((tx) => tx.query({ text: "select 1 as a; select 'b' as b" }))).toEqual([{ b: 'b' }]);
	});

	it('cannot be used after its end', async () => {
		const escaped = await database.transaction(async (tx) => tx);
		await expect(escaped.query({ text: 'select 1' })).rejects.toThrow(/used after its end/);
	});

	it('leaves nothing behind that a pooler would have to keep', async () => {
		const single = await openAsRole({ ...connectionFromUrl(testDatabase.url), maxConnections: 1 });
		await single.transaction(async (tx) => {
			await tx.query({ text: 'select $1::int as a', values: [1] });
			await tx.savepoint(() => tx.execute({ text: 'create temporary table t (a int) on commit drop' }));
			await tx.copyIn('copy t from stdin', ['1\n']);
		});
		const [left] = await single.transaction((tx) =>
			tx.query({ text: `select (select count(*) from pg_prepared_statements) as prepared, (select count(*) from pg_class where relpersistence = 't') as temporary,
				(select count(*) from pg_locks where locktype = 'advisory') as locks, (select count(*) from pg_cursors) as cursors, (select count(*) from pg_listening_channels()) as channels` }));
		expect(left).toEqual({ prepared: '0', temporary: '0', locks: '0', cursors: '0', channels: '0' });
		await single.close();
	});
});

describe('a savepoint', () => {
	it('undoes only its own work, nested ones too, and throws the failure on', async () => {
		await database.transaction(async (tx) => {
			await tx.execute({ text: 'insert into notes values (1)' });
			await tx.savepoint(async () => {
				await tx.execute({ text: 'insert into notes values (2)' });
				const failure = await failureOf(tx.savepoint(async () => {
					await tx.execute({ text: 'insert into notes values (3)' });
					await tx.execute({ text: 'insert into notes values (1)' });
				}));
				expect(failure.sqlState).toBe('23505');
			});
			await expect(tx.savepoint(async () => { await tx.execute({ text: 'insert into notes values (4)' }); throw new Error('mine'); })).rejects.toThrow('mine');
		});
		expect(await ids()).toEqual([1, 2]);
	});
});

describe('COPY', () => {
	it('takes lines, many and few, and pieces in binary form, and counts them', async () => {
		const writers = binaryWriters([{ category: 'number', typeName: 'int4' }, { category: 'text', typeName: 'text' }]);
		function* inBinary(): Generator<Buffer> {
			const piece = new BinaryPiece();
			piece.start();
			for (let id = 0; id < 3; id++) {
				piece.int16(2);
				writers?.[0]?.(piece, id);
				writers?.[1]?.(piece, 'short');
				yield piece.take();
			}
			piece.end();
			yield piece.take();
		}
		function* many(): Generator<string> {
			for (let id = 10; id < 20_010; id++) yield `${id}\t${'x'.repeat(40)}\n`;
		}
		const counts = await database.transaction(async (tx) => [await tx.copyIn('copy notes from stdin (format binary)', inBinary()), await tx.copyIn('copy notes from stdin', many()), await tx.copyIn('copy notes from stdin', [])]);
		expect(counts).toEqual([3, 20_000, 0]);
		expect(await ids()).toHaveLength(20_003);
	});

	it('reads its source only as fast as the server takes it', async () => {
		await database.transaction((tx) => tx.execute({ text: `create function dawdle() returns trigger language plpgsql as $$ begin if new.id = 6 then perform pg_sleep(0.5); end if; return new; end $$;
			create trigger dawdle before insert on notes for each row execute function dawdle()` }));
		let made = 0;
		function* lines(): Generator<string> {
			while (made < 50_000) yield `${made++}\t${'x'.repeat(1000)}\n`;
		}
		const copied = database.transaction((tx) => tx.copyIn('copy notes from stdin', lines()));
		await new Promise((resolve) => setTimeout(resolve, 350));
		// What fits into the buffers of a connection, and not the whole source.
		expect(made).toBeGreaterThan(6);
		expect(made).toBeLessThan(25_000);
		expect(await copied).toBe(50_000);
		await database.transaction((tx) => tx.execute({ text: 'drop trigger dawdle on notes' }));
	});

	it('stops reading its source where the server refuses a line', async () => {
		function* endless(): Generator<string> {
			for (let id = 0; ; id++) yield id === 5 ? 'not a number\tx\n' : `${id}\t${'x'.repeat(1000)}\n`;
		}
		const failure = await failureOf(database.transaction((tx) => tx.copyIn('copy notes from stdin', endless())));
		expect(failure.message).toContain("column 'id' in row 6");
		expect(failure.data).toEqual({ column: 'id', line: 6 });
	});

	it('throws on what its source throws, and the connection goes on', async () => {
		const mine = new Error('mine');
		function* broken(): Generator<string> {
			yield '1\ta\n';
			throw mine;
		}
		await database.transaction(async (tx) => {
			await expect(tx.savepoint(() => tx.copyIn('copy notes from stdin', broken()))).rejects.toBe(mine);
			expect(await tx.copyIn('copy notes from stdin', ['2\tb\n'])).toBe(1);
		});
		expect(await ids()).toEqual([2]);
	});
});

describe('a lost connection', () => {
	it('fails the statement, gives the connection up, and the next transaction gets another', async () => {
		const failure = await failureOf(database.transaction(async (tx) => {
			const [row] = await tx.query<{ pid: number }>({ text: 'select pg_backend_pid() as pid' });
			await database.transaction((other) => other.query({ text: 'select pg_terminate_backend($1, 5000)', values: [row?.pid] }));
			await tx.query({ text: 'select 1' });
		}));
		expect(failure.data).toMatchObject({ connectionLost: true });
		expect(await ids()).toEqual([]);
	});

	it('of an idle connection goes unnoticed', async () => {
		await database.transaction((tx) => tx.query({ text: 'select 1' }));
		const client = new Client(testDatabase.url);
		await client.connect();
		await client.query(`select pg_terminate_backend(pid, 5000) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid() and backend_type = 'client backend'`);
		await client.end();
		await new Promise((resolve) => setTimeout(resolve, 50));
		expect(await ids()).toEqual([]);
	});

	it('during COMMIT says that the outcome is not known', async () => {
		const proxy = await startPostgresProxy({ host: testDatabase.host, port: testDatabase.port });
		const through = await openAsRole({ ...connectionFromUrl(testDatabase.url), host: proxy.host, port: proxy.port });
		try {
			proxy.cutAfterForwarding('commit');
			const failure = await failureOf(through.transaction((tx) => tx.execute({ text: 'insert into notes values (7)' })));
			expect(failure.data).toMatchObject({ commitUnknown: true });
			// Here it did count: only the answer was lost.
			expect(await ids()).toEqual([7]);
			expect(await through.transaction((tx) => tx.query({ text: 'select 1 as one' }))).toEqual([{ one: 1 }]);
		} finally {
			await through.close();
			await proxy.close();
		}
	});

	it('during COPY is reported and not waited for', async () => {
		const proxy = await startPostgresProxy({ host: testDatabase.host, port: testDatabase.port });
		const through = await openAsRole({ ...connectionFromUrl(testDatabase.url), host: proxy.host, port: proxy.port });
		try {
			proxy.cutAfterForwarding('zzz');
			function* lines(): Generator<string> {
				for (let id = 0; id < 50_000; id++) yield `${id}\t${id === 20_000 ? 'zzz' : 'a'}\n`;
			}
			const failure = await failureOf(through.transaction((tx) => tx.copyIn('copy notes from stdin', lines())));
			expect(failure.data).toMatchObject({ connectionLost: true });
			expect(await ids()).toEqual([]);
		} finally {
			await through.close();
			await proxy.close();
		}
	});
});

describe('closing', () => {
	it('ends every session, is safe twice, and refuses further work', async () => {
		const other = await openAsRole(connectionFromUrl(testDatabase.url));
		const pids = await Promise.all([1, 2, 3].map(() => other.transaction(async (tx) => (await tx.query<{ pid: number }>({ text: 'select pg_backend_pid() as pid, pg_sleep(0.05)' }))[0]?.pid)));
		expect(new Set(pids).size).toBe(3);
		await Promise.all([other.close(), other.close()]);
		await expect(other.transaction(async () => undefined)).rejects.toThrow(/closed already/);
		// A session ends some time after its connection.
		const left = async (): Promise<number> => (await database.transaction((tx) => tx.query({ text: 'select 1 from pg_stat_activity where pid = any($1::int[])', values: [pids] }))).length;
		while ((await left()) > 0) await new Promise((resolve) => setTimeout(resolve, 20));
	});
});
