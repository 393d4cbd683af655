import type { RemoteRecord, WriteAnswer } from '../run/remotePort';
import type { JsonObject } from '../record';
import { valueAt } from '../record';
import type { OpenProjectApi, Query } from './api';
import { classOf, describeAnswer, describeRefusal } from './errors';
import { toRemoteRecord } from './extractRecord';
import { own } from './json';
import type { OpenedProject } from './openProject';
import { problemOf } from './problem';
import { propertiesNamed } from './properties';
import type { RecordSource } from './recordSource';
import type { SendOutcome } from './retry';
import type { HttpResponse } from './types';
import { prepareCreate, prepareUpdate, refusedUnsent } from './writeBodies';
import type { NotSent } from './writeBodies';

const WORK_PACKAGES = '/api/v3/work_packages';

/** What a write came to, before its body is read. */
type Written = { readonly status: 'done'; readonly response: HttpResponse } | NotSent;

/** Writes work packages: one request each, with only the values given. */
export class RecordWriter {
	/** Set once an answer shows that the provenance field is no longer there. */
	private isProvenanceGone = false;

	constructor(
		private readonly api: OpenProjectApi,
		private readonly opened: OpenedProject,
		private readonly source: RecordSource,
		private readonly options: { readonly notify: boolean; readonly properties: readonly string[] },
	) {}

	async create(values: JsonObject, provenance: string | null): Promise<WriteAnswer> {
		const deadline = this.api.writeDeadline();
		const { provenanceKey } = this.opened;
		if (provenance !== null && this.isProvenanceGone) return refusedUnsent('The custom field that holds the local key has disappeared from OpenProject. Nothing is created until it is back, since a repeated run could create it twice.', []);
		const prepared = await prepareCreate(this.opened, values, provenance);
		if (prepared.status !== 'payload') return prepared;
		const written = this.interpret(await this.api.write({ method: 'POST', path: WORK_PACKAGES, query: this.query(), body: prepared.body }, deadline), 'POST');
		const answer = this.recordOf(written);
		// A field taken away between two requests: what was just made is known by its id, what comes next would not be.
		if (written.status === 'done' && answer.status === 'done' && provenance !== null && provenanceKey !== null && !holdsKey(written.response, provenanceKey)) this.isProvenanceGone = true;
		return answer;
	}

	async update(id: string, lockVersion: number, values: JsonObject, provenance: string | undefined): Promise<WriteAnswer> {
		const deadline = this.api.writeDeadline();
		const prepared = await prepareUpdate(this.api, this.opened, { id, lockVersion, values, provenance: provenance ?? null });
		if (prepared.status !== 'payload') return prepared;
		const outcome = await this.api.write({ method: 'PATCH', path: pathOf(id), query: this.query(), body: prepared.body }, deadline);
		const answer = this.recordOf(this.interpret(outcome, 'PATCH'));
		return answer.status === 'refused' ? await this.withTransition(id, values, answer) : answer;
	}

	async delete(id: string): Promise<{ readonly status: 'done' } | NotSent> {
		const written = this.interpret(await this.api.write({ method: 'DELETE', path: pathOf(id) }, this.api.writeDeadline()), 'DELETE');
		return written.status === 'done' ? { status: 'done' } : written;
	}

	private query(): Query {
		return this.options.notify ? {} : { notify: 'false' };
	}

	/** A refused status is most often a missing step in OpenProject's workflow: say which. */
	private async withTransition(id: string, values: JsonObject, answer: Extract<WriteAnswer, { status: 'refused' }>): Promise<WriteAnswer> {
		const wanted = valueAt(values, 'status');
		if (answer.httpStatus !== 422 || typeof wanted !== 'string' || !answer.properties.includes('status')) return answer;
		const current = await this.source.read(id).catch(() => null);
		const present = current === null ? undefined : valueAt(current.record, 'status');
		if (typeof present !== 'string' || present === wanted) return answer;
		return { ...answer, message: `The status cannot go from '${present}' to '${wanted}': add that transition to OpenProject's workflow for the API user's role, or use other steps. ${answer.message}` };
	}

	private interpret(outcome: SendOutcome, method: 'POST' | 'PATCH' | 'DELETE'): Written {
		if (outcome.kind === 'failure') return { status: outcome.error.sent ? 'unknown' : 'unavailable', message: outcome.error.message };
		const { response } = outcome;
		switch (classOf(response)) {
			case 'success':
				return { status: 'done', response };
			case 'conflict':
				return method === 'POST' ? this.refused(response) : { status: 'conflict' };
			case 'missing':
				return { status: 'missing' };
			case 'forbidden':
			case 'refused':
				return this.refused(response);
			case 'server_trouble':
				return { status: 'unknown', message: describeAnswer(response, this.api.baseUrl) };
			case 'throttled':
			// Nothing of these concerns the one record, and nothing was written: the operation waits until it is put right.
			case 'unauthenticated':
			case 'redirect':
			case 'foreign':
				return { status: 'unavailable', message: describeAnswer(response, this.api.baseUrl) };
		}
	}

	private refused(response: HttpResponse): Extract<WriteAnswer, { status: 'refused' }> {
		const problem = problemOf(response);
		return { status: 'refused', message: describeRefusal(problem), properties: propertiesNamed(problem.attributes, this.options.properties), httpStatus: problem.httpStatus };
	}

	/** A success whose body cannot be read took effect in a way that is not known. */
	private recordOf(written: Written): WriteAnswer {
		if (written.status !== 'done') return written;
		try {
			const record: RemoteRecord = toRemoteRecord(this.api.parse(written.response), this.source.scope);
			return { status: 'done', record };
		} catch (error) {
			return { status: 'unknown', message: error instanceof Error ? error.message : String(error) };
		}
	}
}

function pathOf(id: string): string {
	return `${WORK_PACKAGES}/${encodeURIComponent(id)}`;
}

function holdsKey(response: HttpResponse, key: string): boolean {
	return own(JSON.parse(response.body), key) !== undefined;
}
