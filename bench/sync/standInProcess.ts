import { startOpenProject, type OpenProjectServer } from '../../sandbox/openproject';
import { standInSeed } from '../../sandbox/standInSeed';
import { carryOut } from './commands';

/** Commands of the process that holds the OpenProject stand-in. */
export type StandInCommands = {
	/** Starts it with an empty project of this identifier. */
	start(project: string): Promise<{ readonly url: string; readonly apiKey: string }>;
	/** How long every request takes at least. */
	setLatency(ms: number): void;
	/** Sets its clock forward. */
	passTime(ms: number): void;
	/** Gives work packages another subject, as people would. */
	rename(ids: readonly number[], prefix: string): void;
	/** How long writes took on the server since the last time this was asked, in milliseconds on average; null: there were none. */
	writeTime(): number | null;
};

let server: OpenProjectServer | undefined;

function running(): OpenProjectServer {
	if (server === undefined) throw new Error('The stand-in was not started.');
	return server;
}

const commands: StandInCommands = {
	async start(project) {
		server = await startOpenProject({ seed: standInSeed(project) });
		return { url: server.url, apiKey: server.apiKey };
	},
	setLatency: (ms) => void (running().latencyMs = ms),
	passTime: (ms) => running().faults.shiftClock(ms),
	rename: (ids, prefix) => ids.forEach((id) => running().store.update(id, { subject: `${prefix} ${id}` })),
	writeTime() {
		const { requests } = running();
		const times = requests.writes.map(({ durationMs }) => durationMs);
		requests.clear();
		return times.length === 0 ? null : times.reduce((sum, ms) => sum + ms, 0) / times.length;
	},
};

carryOut(commands);
