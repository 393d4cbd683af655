import { Client } from 'pg';

/** Every row of every table but PostgreSQL's own, as text. */
export async function everyRow(databaseUrl: string): Promise<readonly string[]> {
	const client = new Client({ connectionString: databaseUrl });
	await client.connect();
	try {
		const { rows: tables } = await client.query<{ name: string }>(`select format('%I.%I', schemaname, tablename) as name from pg_tables where schemaname not in ('pg_catalog', 'information_schema')`);
		const texts: string[] = [];
		for (const { name } of tables) texts.push(...(await client.query<{ row: string }>(`select t::text || to_jsonb(t)::text as row from ${name} t`)).rows.map(({ row }) => row));
		return texts;
	} finally {
		await client.end();
	}
}
