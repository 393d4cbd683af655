import { runCommand } from '../../sandbox/processes/runCommand';

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

/** A statement as the engine sent it, COPY told apart. */
export interface SentStatement {
	readonly text: string;
	readonly isCopy: boolean;
}

/**
 * The same work for psql: from the staging table on, every statement the engine sent, but its checks of the keys (they
 * only read, so begin with SELECT), which a script by hand would not make. Throws where they are not what such an
 * upsert must have: a COPY, an UPDATE and an INSERT.
 */
export function scriptFor(sent: readonly SentStatement[], copyFile: string): string {
	const from = sent.findIndex(({ text }) => /^create temporary table/i.test(text));
	const kept = from < 0 ? [] : sent.slice(from).filter(({ text }) => !/^\s*select\b/i.test(text));
	const has = (isWanted: (statement: SentStatement) => boolean): boolean => kept.some(isWanted);
	if (!has(({ isCopy }) => isCopy) || !has(({ text }) => /\bupdate\b/i.test(text)) || !has(({ text }) => /\binsert into\b/i.test(text))) {
		throw new Error('The statements of an upsert have changed beyond recognition: psql cannot be given the same. Look at bench/upsert/psql.ts.');
	}
	return ['begin;', ...kept.map(({ text, isCopy }) => (isCopy ? clientCopy(text, copyFile) : `${text};`)), 'commit;', ''].join('\n');
}

/** \copy stands in one line. */
function clientCopy(statement: string, file: string): string {
	return `\\${statement.replaceAll('\n', ' ').replace(/from stdin/i, `from '${file.replaceAll("'", "''")}'`)}`;
}
