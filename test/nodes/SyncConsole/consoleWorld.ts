import { flrtsConfiguration, createSyncWorld, type SyncWorld } from '../../support/syncWorld';
import { credentialOf } from '../../support/oneNodeWorkflow';
import { startConsoleHost, type ConsoleHost } from './consoleHost';

export const USER = 'ada';
export const PASSWORD = 'a long password';

/** A page as a browser got it. */
export interface Seen {
	readonly status: number;
	readonly headers: Headers;
	readonly text: string;
}

export interface ConsoleWorld {
	readonly sync: SyncWorld;
	readonly host: ConsoleHost;
	get(query?: string, headers?: Record<string, string>): Promise<Seen>;
	post(form: URLSearchParams, headers?: Record<string, string>): Promise<Seen>;
	/** Work packages with rows of their own, in step; edited on both sides afterwards, so that the next run finds a conflict for each. */
	conflicting(titles: readonly string[]): Promise<void>;
	close(): Promise<void>;
}

export const basic = (user = USER, password = PASSWORD): Record<string, string> => ({ authorization: `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}` });

/** Both systems, a real engine, and the console in front of its tables. */
export async function createConsoleWorld(): Promise<ConsoleWorld> {
	const sync = await createSyncWorld();
	const preset = flrtsConfiguration(sync.server);
	sync.configuration = { ...preset, policies: [{ kind: 'manual' }], fields: preset.fields.map((field) => ({ ...field, policies: [{ kind: 'manual' as const }] })) };
	const host = await startConsoleHost({
		parameters: { path: 'sync-console', authentication: 'basicAuth', options: {} },
		credentials: { httpBasicAuth: { user: USER, password: PASSWORD }, postgres: credentialOf(sync.databaseUrl) },
	});
	const seen = async (response: Response): Promise<Seen> => ({ status: response.status, headers: response.headers, text: await response.text() });
	return {
		sync, host,
		get: async (query = '', headers = basic()) => await seen(await fetch(host.url + query, { headers, redirect: 'manual' })),
		post: async (form, headers = basic()) => await seen(await fetch(`${host.url}?page=act`, { method: 'POST', body: form.toString(), headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers }, redirect: 'manual' })),
		async conflicting(titles) {
			for (const [index, title] of titles.entries()) await sync.sql('insert into tasks (task_id_display, task_title, task_description_detailed) values ($1, $2, $3)', [`T-${index}`, `Base ${index}`, title]);
			await sync.run('full_sync');
			for (const [index, title] of titles.entries()) {
				await sync.sql('update tasks set task_title = $2 where task_id_display = $1', [`T-${index}`, `${title} mine`]);
				const row = sync.server.store.list().find(({ subject }) => subject === `Base ${index}`);
				sync.server.store.update(row?.id ?? 0, { subject: `${title} theirs` });
			}
			await sync.run('incremental');
		},
		async close() {
			await host.close();
			await sync.close();
		},
	};
}

/** The hidden fields of the first form on a page with this action, ready to be sent. */
export function formOn(page: string, action: string): URLSearchParams {
	for (const [form] of page.matchAll(/<form method="post"[^]*?<\/form>/g)) {
		const fields = new URLSearchParams();
		for (const [input] of form.matchAll(/<input type="hidden"[^>]*>/g)) fields.append(unescaped(/name="([^"]*)"/.exec(input)?.[1] ?? ''), unescaped(/value="([^"]*)"/.exec(input)?.[1] ?? ''));
		if (fields.get('action') === action) return fields;
	}
	throw new Error(`The page has no form '${action}'.`);
}

/** What a page says, without its menu and markup. */
export function mainOf(page: string): string {
	return unescaped((/<main[^]*<\/main>/.exec(page)?.[0] ?? '').replace(/<[^>]*>/g, ' ')).replace(/\s+/g, ' ');
}

function unescaped(text: string): string {
	return text.replace(/&#(\d+);/g, (_all, code: string) => String.fromCodePoint(Number(code))).replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&quot;', '"').replaceAll('&amp;', '&');
}
