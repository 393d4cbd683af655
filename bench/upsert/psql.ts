import { runCommand } from '../../sandbox/processes/runCommand';
import { COLUMNS } from './taskRows';

/** Signs in to a database with psql; the password goes by environment, not by argument. */
export class Psql {
	private readonly env: NodeJS.ProcessEnv;

	constructor(url: string) {
		const { hostname, port, username, password, pathname } = new URL(url);
		this.env = { ...process.env, PGHOST: hostname, PGPORT: port, PGUSER: decodeURIComponent(username), PGPASSWORD: decodeURIComponent(password), PGDATABASE: decodeURIComponent(pathname.slice(1)) };
	}

	/** Runs a script, answers how long it took from the start of psql to its end, in milliseconds. Throws with what psql printed. */
	async time(scriptFile: string): Promise<number> {
		const startedAt = performance.now();
		const { code, stderr } = await runCommand({ file: 'psql', args: ['-X', '-q', '-o', process.platform === 'win32' ? 'NUL' : '/dev/null', '-v', 'ON_ERROR_STOP=1', '-f', scriptFile], env: this.env });
		const tookMs = performance.now() - startedAt;
		if (code !== 0) throw new Error(`psql ended with ${code ?? 'a signal'}: ${stderr.trim()}`);
		return tookMs;
	}
}

/** The version psql tells. Throws a sentence for people where there is no psql. */
export async function requirePsql(): Promise<string> {
	const { code, stdout } = await runCommand({ file: 'psql', args: ['--version'] });
	if (code === 0) return stdout.trim();
	throw new Error("The benchmark 'upsert' compares with psql, and there is no psql on the PATH: install PostgreSQL's client programs (Debian: postgresql-client), or measure 'sync' alone.");
}

/**
 * The same work as a careful person writes it by hand: staging table, one UPDATE of the rows that differ, one INSERT of those that are missing.
 * Without nested loops: into an empty table the INSERT would else pass by its own rows again and again.
 */
export function upsertScript(copyFile: string): string {
	const values = COLUMNS.filter((column) => column !== 'id');
	const [ofTable, staged] = ['t', 's'].map((alias) => values.map((column) => `${alias}.${column}`).join(', '));
	const list = COLUMNS.join(', ');
	return `begin;
set local enable_nestloop = off;
create temporary table staged on commit drop as select ${list} from tasks with no data;
\\copy staged (${list}) from '${copyFile.replaceAll("'", "''")}'
analyze staged;
update tasks t set ${values.map((column) => `${column} = s.${column}`).join(', ')} from staged s where t.id = s.id and (${ofTable}) is distinct from (${staged});
insert into tasks (${list}) select ${list} from staged s where not exists (select 1 from tasks t where t.id = s.id);
commit;
`;
}
