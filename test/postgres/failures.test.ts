import { createServer, type AddressInfo } from 'node:net';
import { connectionFromUrl, type ConnectionSettings, type Database } from '../../src/postgres';
import { DatabaseError } from '../../src/errors';
import { translateFailure } from '../../src/postgres/translateFailure';
import { openAsRole } from '../support/asRole';
import { createTestDatabase, type TestDatabase } from '../support/postgres';

let testDatabase: TestDatabase;
let settings: ConnectionSettings;
let database: Database;

beforeAll(async () => {
	testDatabase = await createTestDatabase();
	settings = connectionFromUrl(testDatabase.url);
	database = await openAsRole(settings);
	await database.transaction((tx) =>
		tx.execute({
			text: `create role ${limited} login password 'limited-password'; create role ${crowded} login password 'p' connection limit 0;
				create table sites (id int primary key);
				create table tasks (id int primary key, title varchar(5) not null, email text unique, site int references sites, amount int check (amount > 0), at timestamptz)`,
		}),
	);
});
const limited = `limited_${process.pid}`;
const crowded = `crowded_${process.pid}`;
afterAll(async () => {
	await database.transaction((tx) => tx.execute({ text: `drop role ${limited}; drop role ${crowded}` }));
	await database.close();
	await testDatabase.drop();
});

async function failureOf(work: Promise<unknown>): Promise<DatabaseError> {
	const error = await work.then(() => undefined, (reason: unknown) => reason);
	expect(error).toBeInstanceOf(DatabaseError);
	return error as DatabaseError;
}

function allTextOf(error: unknown): string {
	const parts: string[] = [];
	for (let current: unknown = error; current instanceof Error; current = current.cause) parts.push(current.message, JSON.stringify(current), current.stack ?? '');
	return parts.join('\n');
}

describe('a connection that cannot be made', () => {
	const secret = 'not-the-password-4711';

	it.each<[string, () => Partial<ConnectionSettings>, string | null, RegExp]>([
		['a wrong password', () => ({ password: secret }), '28P01', /refused the password of user 'postgres'\. Check user and password/],
		['an unknown user', () => ({ user: 'nobody_here', password: secret }), '28P01', /refused the password of user 'nobody_here'/],
		['no password', () => ({ password: '' }), null, /asks for a password/],
		['an unknown database', () => ({ database: 'nowhere' }), '3D000', /There is no database 'nowhere' at 127\.0\.0\.1:\d+\. Check the database/],
		['no free connections', () => ({ user: crowded, password: 'p' }), '53300', /has no free connections/],
		['a port nobody listens at', () => ({ port: 1 }), 'ECONNREFUSED', /Nothing accepts connections at 127\.0\.0\.1:1\. Check host and port/],
		['an unknown host', () => ({ host: 'no-such-host.invalid' }), 'ENOTFOUND', /host name 'no-such-host\.invalid' is not known/],
		['TLS that the server does not offer', () => ({ tls: 'verify_full' }), null, /does not offer TLS\. Set SSL to 'Disable'/],
	])('%s', async (_name, change, sqlState, message) => {
		const error = await failureOf(openAsRole({ ...settings, ...change() }));
		expect(error.sqlState).toBe(sqlState === 'ENOTFOUND' && error.sqlState === 'EAI_AGAIN' ? 'EAI_AGAIN' : sqlState);
		expect(error.message).toMatch(message);
		expect(allTextOf(error)).not.toContain(secret);
		expect(allTextOf(error)).not.toContain(testDatabase.password);
	});

	it('a server that does not answer', async () => {
		const silent = createServer(() => undefined);
		await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', () => resolve()));
		const error = await failureOf(openAsRole({ ...settings, port: (silent.address() as AddressInfo).port, connectTimeoutMs: 200 }));
		expect(error.message).toMatch(/does not answer/);
		silent.close();
	});

	it('leaves no session behind', async () => {
		await failureOf(openAsRole({ ...settings, user: limited, password: 'wrong' }));
		const [left] = await database.transaction((tx) => tx.query({ text: 'select count(*)::int as count from pg_stat_activity where usename = $1', values: [limited] }));
		expect(left).toEqual({ count: 0 });
	});
});

describe('what PostgreSQL refuses', () => {
	it.each<[string, string, string, RegExp, object]>([
		['a missing value', "insert into tasks (id) values (1)", '23502', /^Column 'title' of public\.tasks needs a value/, { column: 'title', table: 'tasks', schema: 'public' }],
		['a value that is there already', "insert into tasks (id, title, email) values (1, 'a', 'x'), (2, 'b', 'x')", '23505', /^Another row of public\.tasks has the same 'email', which must be unique/, { column: 'email', constraint: 'tasks_email_key' }],
		['a reference to nothing', "insert into tasks (id, title, site) values (1, 'a', 9)", '23503', /^Column 'site' of public\.tasks refers to a row that does not exist/, { column: 'site', constraint: 'tasks_site_fkey' }],
		['a row others refer to', "insert into sites values (1); insert into tasks (id, title, site) values (1, 'a', 1); delete from sites", '23503', /others refer to it/, {}],
		['a failed check', "insert into tasks (id, title, amount) values (1, 'a', -1)", '23514', /check 'tasks_amount_check' of public\.tasks/, { constraint: 'tasks_amount_check' }],
		['text that is too long', "insert into tasks (id, title) values (1, 'abcdef')", '22001', /^PostgreSQL refused a value: value too long for type character varying\(5\) \(code 22001\)/, {}],
		['a date that is none', "insert into tasks (id, title, at) values (1, 'a', 'soon')", '22007', /^PostgreSQL refused a value: invalid input syntax/, {}],
		['a table that is not there', 'select * from nowhere', '42P01', /is not there: relation "nowhere" does not exist/, {}],
		['a statement that takes too long', "set local statement_timeout = 20; select pg_sleep(5)", '57014', /stopped a statement.*statement_timeout/, {}],
		['a division by zero', 'select 1/0', '22012', /division by zero/, {}],
	])('%s', async (_name, text, sqlState, message, data) => {
		const error = await failureOf(database.transaction((tx) => tx.execute({ text })));
		expect(error.sqlState).toBe(sqlState);
		expect(error.message).toMatch(message);
		expect(error.data).toMatchObject(data);
		expect(error.data['connectionLost']).toBeUndefined();
	});

	it('names what a user may not do', async () => {
		const other = await openAsRole({ ...settings, user: limited, password: 'limited-password' });
		const error = await failureOf(other.transaction((tx) => tx.query({ text: 'select * from tasks' })));
		await other.close();
		expect(error.sqlState).toBe('42501');
		expect(error.message).toMatch(new RegExp(`^The database user '${limited}' lacks a right: permission denied for table tasks`));
	});

	it('keeps values of rows out of data', async () => {
		const error = await failureOf(database.transaction((tx) => tx.execute({ text: "insert into tasks (id, title, email) values (1, 'a', 'private@example.com'), (2, 'b', 'private@example.com')" })));
		expect(JSON.stringify(error.data)).not.toContain('private');
		expect(error.message).not.toContain('private');
	});

	it('tells of a conflict between transactions that trying again helps', async () => {
		await database.transaction((tx) => tx.execute({ text: 'insert into sites values (100)' }));
		const error = await failureOf(
			database.transaction(async (tx) => {
				await tx.query({ text: 'select 1 from sites' });
				await database.transaction((other) => other.execute({ text: 'update sites set id = 101 where id = 100' }));
				await tx.execute({ text: 'update sites set id = 102 where id = 100' });
			}, { repeatableRead: true }),
		);
		expect(error.sqlState).toBe('40001');
		expect(error.message).toMatch(/Try again\.$/);
	});
});

describe('failures that are hard to bring about', () => {
	const where = { host: 'db.example.com', port: 5432, database: 'flrts', user: 'sync' };
	const fromServer = (code: string, message: string): Error => Object.assign(new Error(message), { code, severity: 'FATAL' });

	it.each<[string, Error, RegExp]>([
		['a self-signed certificate', Object.assign(new Error('self-signed certificate'), { code: 'DEPTH_ZERO_SELF_SIGNED_CERT' }), /is not signed by an authority.*Ignore SSL Issues/],
		['a certificate for another host', Object.assign(new Error('x'), { code: 'ERR_TLS_CERT_ALTNAME_INVALID' }), /is for another host name/],
		['an expired certificate', Object.assign(new Error('x'), { code: 'CERT_HAS_EXPIRED' }), /has expired/],
		['a server that insists on TLS', fromServer('28000', 'no pg_hba.conf entry for host "1.2.3.4", user "sync", database "flrts", no encryption'), /Set SSL to 'Require'/],
		['a user the server does not let in', fromServer('28000', 'role "sync" is not permitted to log in'), /does not let user 'sync' in/],
		['a shutdown', fromServer('57P01', 'terminating connection due to administrator command'), /was shut down/],
		['a start', fromServer('57P03', 'the database system is starting up'), /Try again in a moment/],
		['a user unknown to a pooler', fromServer('XX000', 'Tenant or user not found'), /On Supabase the user of the pooler is 'postgres\.<project reference>'/],
		['a full disk', fromServer('53100', 'could not extend file'), /is full/],
		['several addresses that all refuse', new AggregateError([new Error('a')], ''), /could not be used/],
		['a busy pool', new Error('timeout exceeded when trying to connect'), /Maximum Number of Connections/],
	])('%s', (_name, error, message) => {
		const translated = translateFailure(error, where);
		expect(translated).toBeInstanceOf(DatabaseError);
		expect(translated.message).toMatch(message);
	});

	it('leaves errors of the engine as they are', () => {
		const own = new DatabaseError('mine', null);
		expect(translateFailure(own, where)).toBe(own);
	});
});
