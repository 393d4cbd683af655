import { connectionFromUrl, openDatabase } from '../../src/postgres';
import { createTestDatabase } from '../support/postgres';
test('x', async () => {
	const d = await createTestDatabase();
	const db = await openDatabase(connectionFromUrl(d.url));
	console.log(await db.transaction((tx) => tx.query({ text: `select 1::int8, 2::int4, '{"a":1}'::jsonb j, now() t, '\\x00ff'::bytea b, array['a',null,'b"'] a, array[1::int8], current_setting('datestyle') ds, $1::text[] x`, values: [['q', null]] })));
	console.log(await db.transaction(async (tx) => { await tx.execute({ text: 'create temp table t(a text, b int) on commit drop' });
		const n = await tx.copyIn('copy t from stdin', ['a\t1\n', 'b\t2\n']);
		const e1 = await tx.savepoint(() => tx.copyIn('copy t from stdin', ['a\t1\n', 'b\tx\n'])).catch((e) => e);
		const e2 = await tx.savepoint(() => tx.copyIn('copy t from stdin', (function* () { yield 'a\t1\n'; throw new Error('mine'); })())).catch((e) => e);
		const e3 = await tx.savepoint(() => tx.copyIn('copy t from stdin', (function* () { for (let i = 0; i < 100000; i++) yield i === 500 ? 'a\tb\n' : 'a\t1\n'; })())).catch((e) => e);
		return [n, e1, e2, e3, await tx.query({ text: 'select count(*) from t' })]; }));
	await db.close(); await d.drop();
});
