import type { RemoteRecord, WriteAnswer } from '../run/remotePort';
import type { JsonObject } from '../record';
import { valueAt } from '../record';
import type { OpenProjectApi } from './api';
import { describeRefusal } from './errors';
import { toRemoteRecord } from './extractRecord';
import { judgeWrite } from './judgeWrite';
import { own } from './json';
import type { OpenedProject } from './openProject';
import { problemOf } from './problem';
import { propertiesNamed } from './properties';
import type { RecordSource } from './recordSource';
import type { SendOutcome } from './retry';
import type { HttpResponse } from './types';
import { WORK_PACKAGES, workPackagePath, writeQuery } from './workPackageRequests';
import { prepareCreate, prepareUpdate, refusedUnsent } from './writeBodies';
import type { NotSent } from './writeBodies';

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
		const written = this.interpret(await this.api.write({ method: 'POST', path: WORK_PACKAGES, query: writeQuery(this.options), body: prepared.body }, deadline), 'POST');
		const answer = this.recordOf(written);
		// A field taken away between two requests: what was just made is known by its id, what comes next would not be.
		if (written.status === 'done' && answer.status === 'done' && provenance !== null && provenanceKey !== null && own(this.api.parse(written.response), provenanceKey) === undefined) this.isProvenanceGone = true;
		return answer;
	}

	async update(id: string, lockVersion: number, values: JsonObject, provenance: string | undefined): Promise<WriteAnswer> {
		const deadline = this.api.writeDeadline();
		const prepared = await prepareUpdate(this.api, this.opened, { id, lockVersion, values, provenance: provenance ?? null });
		if (prepared.status !== 'payload') return prepared;
		const outcome = await this.api.write({ method: 'PATCH', path: workPackagePath(id), query: writeQuery(this.options), body: prepared.body }, deadline);
		const answer = this.recordOf(this.interpret(outcome, 'PATCH'));
		return answer.status === 'refused' ? await this.withTransition(id, values, answer) : answer;
	}

	async delete(id: string): Promise<{ readonly status: 'done' } | NotSent> {
		const written = this.interpret(await this.api.write({ method: 'DELETE', path: workPackagePath(id) }, this.api.writeDeadline()), 'DELETE');
		return written.status === 'done' ? { status: 'done' } : written;
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

	/** OpenProject has nothing that a new record could conflict with: a conflict on POST is a refusal like any other. */
	private interpret(outcome: SendOutcome, method: 'POST' | 'PATCH' | 'DELETE'): Written {
		const verdict = judgeWrite(outcome, this.api.baseUrl);
		if (verdict.status === 'refused' || (verdict.status === 'conflict' && method === 'POST')) return this.refused(verdict.response);
		return verdict.status === 'conflict' ? { status: 'conflict' } : verdict;
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
