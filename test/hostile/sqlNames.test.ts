import type { PairConfiguration, RunResult } from '../../src/run';
import { systemClock } from '../../src/openproject';
import { runSync } from '../../src/run';
import { useWorld } from '../run/flrtsTasks';

/** The names are no FLRTS names; `decoy` is what must stay as it is. */
const world = useWorld({ tables: `create table decoy (id int primary key, tasks text); insert into decoy values (1, 'untouched'), (2, 'untouched too');` });

const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`;
const literal = (text: string): string => `'${text.replaceAll(`'`, `''`)}'`;

/** The names a table is made of, all spelled after one: `text + n`, within 63 bytes. */
function namesAfter(text: string) {
	const variant = (n: number): string => {
		let start = text;
		while (Buffer.byteLength(start) > 62) start = [...start].slice(0, -1).join('');
		return `${start}${n}`;
	};
	return { schema: text, table: text, state: variant(1), id: text, part: variant(2), title: variant(3), words: variant(4), status: variant(5), remoteId: variant(6), syncState: variant(7), lastError: variant(8), own: variant(9) };
}

type Names = ReturnType<typeof namesAfter>;

const OPEN = `To "Do"'; drop table decoy; --`;
const CLOSED = String.raw`Done \ $1 %s`;
const SQL_VALUES = [`'; drop table decoy; --`, `"; drop schema public cascade; --`, `$1 $2 $$ %s %I`, String.raw`\'; truncate decoy; /*`, `Robert'); DELETE FROM decoy;--`];

const HOSTILE_NAMES: ReadonlyArray<readonly [string, string]> = [
	['double quotes', `a"b""c"`],
	['a closed identifier and a statement', `t"; drop table decoy; --`],
	['single quotes', `it's ''here'''`],
	['semicolons', `a;b;;select 1;`],
	['parameters', `$1 $2 $$ $tag$`],
	['percent signs', `%s %I %L %% 100%`],
	['backslashes', String.raw`a\b\\n\.\N\u0041`],
	['an escape string', String.raw`E'\x41'`],
	['unicode look-alikes', 'dесоу tаskѕ'],
	['a reserved word', 'select'],
	['another reserved word', 'user'],
	['upper case and dots', 'Public.Tasks'],
	['white space and line ends', ' \t a\nb '],
	['comments', '/* a */ -- b'],
	['names of objects’ own properties', '__proto__'],
	['constructor', 'constructor'],
	['63 bytes', 'x'.repeat(63)],
	['63 bytes of longer characters', `${'ж'.repeat(30)}'"a`],
];

async function makeTable(names: Names): Promise<void> {
	const q = Object.fromEntries(Object.entries(names).map(([role, name]) => [role, quoted(name)])) as unknown as Names;
	const table = `${q.schema}.${q.table}`;
	await world().sql(`create schema ${q.schema}`);
	await world().sql(`create type ${q.schema}.${q.state} as enum (${literal(OPEN)}, ${literal(CLOSED)})`);
	await world().sql(
		`create table ${table} (${q.id} uuid default gen_random_uuid(), ${q.part} text default ${literal(names.id)}, ${q.title} text not null, ${q.words} text, ` +
			`${q.status} ${q.schema}.${q.state} not null default ${literal(OPEN)}, ${q.remoteId} bigint, ${q.syncState} text, ${q.lastError} text, primary key (${q.id}, ${q.part}))`,
	);
	for (const value of SQL_VALUES) await world().sql(`insert into ${table} (${q.title}, ${q.words}) values ($1, $2)`, [value, `${value}\n${value}`]);
}

function configurationFor(names: Names): PairConfiguration {
	const { configuration } = world();
	return {
		...configuration,
		name: names.table,
		local: { schema: names.schema, table: names.table, key: [names.id, names.part], filter: [{ column: names.status, operator: 'in', value: [OPEN, CLOSED] }] },
		fields: [
			{ name: names.title, local: [names.title], remote: ['subject'], lens: { kind: 'line', maxLength: 255 } },
			{ name: names.words, local: [names.words], remote: ['description'], lens: { kind: 'text' } },
			{ name: names.status, local: [names.status], remote: ['status'], lens: { kind: 'value_map', toRemote: { [OPEN]: 'New', [CLOSED]: 'Closed' }, toLocal: { New: OPEN, Closed: CLOSED } } },
		],
		writeBack: { remoteId: names.remoteId, status: names.syncState, lastError: names.lastError },
		users: {},
		insertDefaults: {},
	};
}

const run = async (names: Names, configuration = configurationFor(names)): Promise<RunResult> =>
	await runSync(
		{ database: world().database, remote: world().remotePort(configuration), clock: systemClock(), schema: names.own },
		configuration,
		{ ...world().settings, guards: { ...world().settings.guards, letThrough: ['both_populated', 'mass_change'] } },
		{ mode: 'full_sync', trigger: 'test', startedBy: `x'; drop table decoy; --` },
		{ allowSetUp: true },
	);

/** Everything outside the package's own schema: objects, columns, and the rows nobody asked to be changed. */
async function rest(names: Names): Promise<unknown> {
	return {
		columns: await world().sql(
			`select n.nspname, c.relname, c.relkind, a.attname, format_type(a.atttypid, a.atttypmod) as type from pg_class c join pg_namespace n on n.oid = c.relnamespace join pg_attribute a on a.attrelid = c.oid and a.attnum > 0
			where n.nspname not in ($1, 'pg_catalog', 'information_schema', 'pg_toast') and n.nspname !~ '^pg_(toast_)?temp' order by 1, 2, a.attnum`,
			[names.own],
		),
		functions: await world().sql(`select p.oid::regprocedure::text as name from pg_proc p join pg_namespace n on n.oid = p.pronamespace where n.nspname not in ($1, 'pg_catalog', 'information_schema') order by 1`, [names.own]),
		schemas: await world().sql(`select nspname from pg_namespace where nspname <> $1 and nspname !~ '^pg_(toast_)?temp' order by 1`, [names.own]),
		decoy: await world().sql('select *, xmin::text, ctid::text from decoy order by id'),
	};
}

interface Row { readonly title: string; readonly words: string; readonly status: string; readonly remote: string; readonly state: string; readonly error: string | null }

const rowsOf = async (names: Names): Promise<readonly Row[]> =>
	await world().sql<Row>(
		`select ${quoted(names.title)} as title, ${quoted(names.words)} as words, ${quoted(names.status)}::text as status, ${quoted(names.remoteId)}::text as remote, ${quoted(names.syncState)} as state, ${quoted(names.lastError)} as error
		from ${quoted(names.schema)}.${quoted(names.table)} order by ${quoted(names.remoteId)}`,
	);

const packages = () => world().server.store.list().map((one) => ({ id: String(one.id), title: one.subject, words: one.description, status: one.status })).sort((a, b) => Number(a.id) - Number(b.id));

const inStep = async (names: Names): Promise<void> => {
	const rows = await rowsOf(names);
	expect(rows.map((row) => ({ id: row.remote, title: row.title, words: row.words, status: row.status === OPEN ? 'New' : 'Closed' }))).toEqual(packages());
	expect(new Set(rows.map(({ state, error }) => `${state} ${String(error)}`))).toEqual(new Set(['synced null']));
};

describe('names in PostgreSQL', () => {
	it.each(HOSTILE_NAMES)('with %s are carried both ways, and nothing else is touched', async (_what, text) => {
		const names = namesAfter(text);
		await makeTable(names);
		const before = await rest(names);
		for (const value of SQL_VALUES) world().server.store.create({ subject: `${value} there`, type: 'Task', description: value, status: 'Closed' });
		expect(await run(names)).toMatchObject({ status: 'done', failures: [], conflicts: [], written: { local: 5, remote: 5 } });
		await inStep(names);
		expect(packages().map(({ title }) => title).sort()).toEqual([...SQL_VALUES, ...SQL_VALUES.map((value) => `${value} there`)].sort());
		const [first, second] = packages();
		await world().sql(`update ${quoted(names.schema)}.${quoted(names.table)} set ${quoted(names.title)} = $1, ${quoted(names.status)} = ${literal(OPEN)} where ${quoted(names.remoteId)} = $2`, [`${text.trim().replaceAll(/\s/g, ' ')} here`, first?.id]);
		world().server.store.update(Number(second?.id), { description: `${text} there`, subject: `'); drop table decoy; --` });
		expect(await run(names)).toMatchObject({ status: 'done', failures: [], conflicts: [], written: { local: 1, remote: 1 } });
		await inStep(names);
		expect(await rest(names)).toEqual(before);
	});

	async function expectRefused(table: string, pattern: RegExp): Promise<void> {
		const names = namesAfter('x'.repeat(63));
		await makeTable(names);
		const before = await rest(names);
		const configuration = configurationFor(names);
		const attempt = run(names, { ...configuration, local: { ...configuration.local, table } });
		await expect(attempt).rejects.toMatchObject({ code: 'CONFIGURATION', message: expect.stringMatching(pattern) as string });
		expect(world().server.requests.writes).toEqual([]);
		expect(await rest(names)).toEqual(before);
	}

	it.each([
		['64 bytes, the first 63 of which are a table', 'x'.repeat(64), /x{64}/],
		['64 bytes of longer characters', 'ж'.repeat(32), /ж{32}/],
		['no character', '', /table|name/i],
	])('of %s are refused in a sentence, before anything is written', async (_what, table, pattern) => {
		await expectRefused(table, pattern);
	});

	it('with a NUL character are refused in a sentence that says so, before anything is written', async () => {
		await expectRefused('ta\0sks', /NUL/);
	});
});
