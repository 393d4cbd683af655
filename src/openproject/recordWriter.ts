import type { RemoteFacts } from '../plan';
import type { RemoteRecord, WriteAnswer } from '../run/remotePort';
import type { DateRules } from '../run/types';
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
import { refusedFields } from './refusedFields';
import type { RecordSource } from './recordSource';
import type { SendOutcome } from './retry';
import { ownSchedule } from './schedule';
import { sendWithWords } from './sendWithWords';
import type { HttpResponse } from './types';
import { WORK_PACKAGES, workPackagePath, writeQuery } from './workPackageRequests';
import { prepareCreate, prepareUpdate, refusedUnsent } from './writeBodies';
import type { DateChoice, NotSent } from './writeBodies';

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
		private readonly options: { readonly notify: boolean; readonly properties: readonly string[]; readonly dates: DateRules },
	) {}

	async create(values: JsonObject, provenance: string | null): Promise<WriteAnswer> {
		const deadline = this.api.writeDeadline();
		const { provenanceKey } = this.opened;
		if (provenance !== null && this.isProvenanceGone) return refusedUnsent('The custom field that holds the local key has disappeared from OpenProject. Nothing is created until it is back, since a repeated run could create it twice.', []);
		const prepared = await prepareCreate(this.opened, values, provenance, this.dateChoice());
		if (prepared.status !== 'payload') return prepared;
		const written = await this.send({ method: 'POST', path: WORK_PACKAGES }, prepared, deadline);
		const answer = withMoved(this.recordOf(written), values);
		// A field taken away between two requests: what was just made is known by its id, what comes next would not be.
		if (written.status === 'done' && answer.status === 'done' && provenance !== null && provenanceKey !== null && own(this.api.parse(written.response), provenanceKey) === undefined) this.isProvenanceGone = true;
		return answer;
	}

	async update(id: string, lockVersion: number, values: JsonObject, more: { readonly provenance?: string; readonly facts?: RemoteFacts | null } = {}): Promise<WriteAnswer> {
		const deadline = this.api.writeDeadline();
		const prepared = await prepareUpdate(this.api, this.opened, { id, lockVersion, values, provenance: more.provenance ?? null, schedule: more.facts === undefined || more.facts === null ? null : ownSchedule(more.facts) }, this.dateChoice());
		if (prepared.status !== 'payload') return prepared;
		const answer = withMoved(this.recordOf(await this.send({ method: 'PATCH', path: workPackagePath(id) }, prepared, deadline)), values);
		return answer.status === 'refused' ? await this.withReason(id, values, answer) : answer;
	}

	async delete(id: string): Promise<{ readonly status: 'done' } | NotSent> {
		const written = this.interpret(await this.api.write({ method: 'DELETE', path: workPackagePath(id) }, this.api.writeDeadline()), 'DELETE');
		return written.status === 'done' ? { status: 'done' } : written;
	}

	private dateChoice(): DateChoice {
		return { rules: this.options.dates, properties: this.options.properties };
	}

	private async send(request: { readonly method: 'POST' | 'PATCH'; readonly path: string }, prepared: { readonly body: JsonObject; readonly words: JsonObject }, deadline: number): Promise<Written> {
		const outcome = await sendWithWords(this.api, { ...request, query: writeQuery(this.options) }, prepared, deadline);
		const written = this.interpret(outcome, request.method);
		if (written.status !== 'refused' || outcome.kind === 'failure') return written;
		const { lookups, type, types } = this.opened;
		return { ...written, message: `${written.message}${await refusedFields(problemOf(outcome.response), { body: prepared.body, lookups, typeIds: (type === null ? types : [type]).map((one) => one.id) })}` };
	}

	/** What stands in the way of a refused value, where that can be told from the work package as it is. */
	private async withReason(id: string, values: JsonObject, answer: Extract<WriteAnswer, { status: 'refused' }>): Promise<WriteAnswer> {
		const asked = answer.httpStatus === 422 ? ['status', 'startDate', 'dueDate'].filter((property) => typeof valueAt(values, property) === 'string' && answer.properties.includes(property)) : [];
		if (asked.length === 0) return answer;
		const current = await this.source.read(id).catch(() => null);
		const reason = current === null ? null : reasonFor(current, values, asked);
		return reason === null ? answer : { ...answer, message: `${reason} ${answer.message}` };
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

/** Dates that were stored otherwise than they were sent: the server moved them. */
function withMoved(answer: WriteAnswer, values: JsonObject): WriteAnswer {
	if (answer.status !== 'done') return answer;
	const { record, facts } = answer.record;
	const isMoved = (property: string): boolean => typeof valueAt(values, property) === 'string' && Object.hasOwn(record, property) && valueAt(record, property) !== valueAt(values, property);
	const moved = facts.schedule === null ? [] : ['startDate', 'dueDate'].filter(isMoved);
	return moved.length === 0 ? answer : { ...answer, moved };
}

/** A status is most often refused for want of a step in OpenProject's workflow, a date for lying on the wrong side of the other. */
function reasonFor(current: RemoteRecord, values: JsonObject, asked: readonly string[]): string | null {
	const [wanted, present] = [valueAt(values, 'status'), valueAt(current.record, 'status')];
	if (asked.includes('status') && typeof present === 'string' && present !== wanted) {
		return `The status cannot go from '${present}' to '${String(wanted)}': add that transition to OpenProject's workflow for the API user's role, or use other steps.`;
	}
	const { schedule } = current.facts;
	const start = valueAt(values, 'startDate') ?? schedule?.startDate ?? null;
	const due = valueAt(values, 'dueDate') ?? schedule?.dueDate ?? null;
	if (typeof start !== 'string' || typeof due !== 'string' || due >= start) return null;
	return `The due date ${due} lies before the start date ${start}${Object.hasOwn(values, 'startDate') ? '' : ' that the work package has in OpenProject'}: move one of them.`;
}
