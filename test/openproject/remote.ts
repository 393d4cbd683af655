import { openProjectRemote } from '../../src/openproject';
import type { HttpPort, OpenProjectRemoteOptions } from '../../src/openproject';
import type { RemotePort } from '../../src/run/remotePort';
import { fakeClock } from './fakeClock';

/** A remote over the given port, for type Task in project flrts with its provenance field; not opened yet. */
export function remoteOver(http: HttpPort, more: Partial<OpenProjectRemoteOptions> = {}): RemotePort {
	return openProjectRemote({
		http,
		clock: fakeClock(),
		baseUrl: 'https://op.example.com',
		scope: { project: 'flrts', type: 'Task', provenanceField: 'FLRTS ID' },
		properties: ['subject', 'status', 'startDate', 'dueDate', 'assignee'],
		...more,
	});
}

export async function openedRemote(http: HttpPort, more: Partial<OpenProjectRemoteOptions> = {}): Promise<RemotePort> {
	const remote = remoteOver(http, more);
	await remote.open();
	return remote;
}
