import { Client } from 'pg';
import type { OwnSystems } from './args';
import { get } from './compare/remoteTasks';
import type { Systems } from './systems';

/** Systems of the user's own: only looked at, never changed, before the sync itself. Throws a clear sentence where one does not answer. */
export async function connectOwnSystems(own: OwnSystems): Promise<Systems> {
	const openProject = { url: own.openProjectUrl, key: own.openProjectKey, project: own.openProjectProject };
	const checks = await Promise.allSettled([checkDatabase(own.databaseUrl), checkOpenProject(openProject)]);
	const failures = checks.flatMap((check) => (check.status === 'rejected' ? [check.reason as Error] : []));
	if (failures.length > 0) throw new Error(failures.map(({ message }) => message).join('\n'), { cause: failures[0] });
	return { databaseUrl: own.databaseUrl, syncDatabaseUrl: own.databaseUrl, openProject, otherKey: null };
}

async function checkDatabase(url: string): Promise<void> {
	const client = new Client({ connectionString: url, connectionTimeoutMillis: 15_000 });
	try {
		await client.connect();
		const { rows } = await client.query<{ tasks: string | null }>(`select to_regclass('public.tasks')::text as tasks`);
		if (rows[0]?.tasks === null) throw new Error('it has no table public.tasks, which the workflow syncs. Is it the right database?');
	} catch (error) {
		const { host } = new URL(url);
		throw new Error(`The database at ${host} (--database-url) cannot be used: ${messageOf(error)}`, { cause: error });
	} finally {
		await client.end();
	}
}

async function checkOpenProject(openProject: { readonly url: string; readonly key: string; readonly project: string }): Promise<void> {
	try {
		await get(openProject, '/api/v3/users/me');
	} catch (error) {
		throw new Error(`The OpenProject at ${openProject.url} cannot be used: ${messageOf(error)} Check --openproject-url and --openproject-key.`, { cause: error });
	}
	try {
		await get(openProject, `/api/v3/projects/${encodeURIComponent(openProject.project)}`);
	} catch (error) {
		throw new Error(`The OpenProject at ${openProject.url} does not show the project '${openProject.project}': ${messageOf(error)} Check --openproject-project, and that the account is a member.`, { cause: error });
	}
}

/** fetch hides the reason in the cause; where several addresses were tried there are several, and no message of its own. */
function messageOf(error: unknown): string {
	const { message, cause, errors } = error as { readonly message?: string; readonly cause?: unknown; readonly errors?: readonly unknown[] };
	if (errors !== undefined && message === '') return errors.map(messageOf).join('; ');
	if (message === 'fetch failed') return `it does not answer (${cause === undefined ? 'no reason given' : messageOf(cause)}).`;
	return message ?? String(error);
}
