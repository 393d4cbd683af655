import { HttpTransportError } from '../../src/openproject';
import type { HttpPort, HttpRequest, HttpResponse, OpenProjectRemoteOptions } from '../../src/openproject';
import type { RemotePort } from '../../src/run/remotePort';
import { fakeClock } from './fakeClock';
import type { FakeClock } from './fakeClock';
import { openedRemote } from './remote';
import { collection, json, scriptedServer, START_MS, workPackageOf } from './scriptedServer';

/** The work package the writes are about. */
export const stored = { id: 12, updatedUs: START_MS * 1000, lockVersion: 1, subject: 'Fix roof', projectId: 3, typeId: 1, key: 'k1' };
export const everything = ['subject', 'description', 'status', 'priority', 'version', 'category', 'assignee', 'responsible', 'parent', 'startDate', 'dueDate', 'estimatedTime', 'percentageDone', 'customField8', 'customField9', 'customField10', 'customField11', 'customField12', 'customField13'];

export interface Bench {
	readonly remote: RemotePort;
	readonly clock: FakeClock;
	/** Writes that reached the port. */
	readonly writes: HttpRequest[];
}

/** A remote whose writes are answered by the given answers one after the other, the last again and again; reads by the scripted server. */
export async function bench(answers: ReadonlyArray<HttpResponse | HttpTransportError>, more: Partial<OpenProjectRemoteOptions> = {}): Promise<Bench> {
	const server = scriptedServer();
	server.rows.push({ ...stored });
	server.override = (request) => (request.path === '/api/v3/principals' ? json(collection([])) : undefined);
	const writes: HttpRequest[] = [];
	const clock = fakeClock();
	const http: HttpPort = {
		async send(request) {
			if (request.method === 'GET') return await server.send(request);
			writes.push(request);
			const answer = answers[Math.min(writes.length, answers.length) - 1] as HttpResponse | HttpTransportError;
			if (answer instanceof HttpTransportError) throw answer;
			return answer;
		},
	};
	return { remote: await openedRemote(http, { clock, properties: everything, ...more }), clock, writes };
}

export const created = json(workPackageOf(stored), 201);
export const updated = json(workPackageOf({ ...stored, lockVersion: 2 }));
export const transport = (kind: HttpTransportError['kind'], sent: boolean): HttpTransportError => new HttpTransportError(`PATCH: ${kind}.`, { kind, sent });

/** A refusal that names these attributes. */
export function refusedFor(attributes: readonly string[]): HttpResponse {
	const errors = attributes.map((attribute) => ({ _type: 'Error', errorIdentifier: 'urn:openproject-org:api:v3:errors:PropertyIsReadOnly', message: `${attribute} was attempted to be written but is not writable.`, _embedded: { details: { attribute } } }));
	return json(errors.length === 1 ? errors[0] : { _type: 'Error', errorIdentifier: 'urn:openproject-org:api:v3:errors:MultipleErrors', message: 'Multiple field constraints have been violated.', _embedded: { errors } }, 422);
}
