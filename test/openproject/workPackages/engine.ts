import { fetchHttp, OpenProjectApi, systemClock } from '../../../src/openproject';
import { Places, WorkPackageWriter } from '../../../src/openproject/workPackages';
import { startOpenProject, type OpenProjectOptions, type OpenProjectServer } from '../../../sandbox/openproject';

export interface Engine {
	readonly server: OpenProjectServer;
	readonly api: OpenProjectApi;
	readonly places: Places;
	readonly writer: WorkPackageWriter;
	close(): Promise<void>;
}

/** The engine against a stand-in of its own over HTTP; pauses and deadlines are a thousand times shorter. */
export async function startEngine(options: OpenProjectOptions = {}, { key }: { readonly key?: string } = {}): Promise<Engine> {
	const server = await startOpenProject(options);
	const http = fetchHttp({ baseUrl: server.url, apiKey: key ?? server.apiKey });
	const clock = systemClock();
	const quick = { ...clock, monotonic: () => clock.monotonic() * 1000, sleep: async (ms: number, wake?: AbortSignal) => await clock.sleep(ms / 1000, wake) };
	const slow = { send: async (request: Parameters<typeof http.send>[0]) => await http.send({ ...request, timeoutMs: 10_000 }) };
	const api = new OpenProjectApi({ http: slow, clock: quick, baseUrl: server.url, requestDeadlineMs: 10_000_000, retries: 5 });
	const places = new Places(api);
	return {
		server, api, places,
		writer: new WorkPackageWriter(places, { notify: false }),
		async close() {
			http.close();
			await server.close();
		},
	};
}

/** Fields by name, as an item gives them. */
export function fields(values: Record<string, unknown>): ReadonlyMap<string, unknown> {
	return new Map(Object.entries(values));
}
