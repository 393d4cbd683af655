import type { JsonObject } from '../../record';
import type { DateRules } from '../../run/types';
import type { OpenProjectApi } from '../api';
import { problemOf } from '../problem';
import { refusedFields } from '../refusedFields';
import { sendWithWords } from '../sendWithWords';
import { toPayload } from '../toPayload';
import type { PayloadTarget } from '../toPayload';
import { activitiesPath, WORK_PACKAGES, workPackagePath, writeQuery } from '../workPackageRequests';
import { GivenDates } from './givenDates';
import type { Places } from './places';
import { workPackageOf } from './workPackage';
import type { WorkPackage } from './workPackage';
import { writeAnswer } from './writeAnswer';
import type { WriteAnswer, WriteKind } from './writeAnswer';

/** What became of a write of a work package. */
export type Written = { readonly status: 'done'; readonly workPackage: WorkPackage } | Exclude<WriteAnswer, { readonly status: 'done' }>;

/** Single writes of work packages: one request each, never sent twice where it may have taken effect. */
export class WorkPackageWriter {
	/** Who decides about the dates that are written. */
	readonly dates: GivenDates;
	private readonly api: OpenProjectApi;

	constructor(
		private readonly places: Places,
		private readonly options: { readonly notify: boolean; readonly dates?: DateRules },
	) {
		this.api = places.api;
		this.dates = new GivenDates(places.api, options.dates);
	}

	/** `values` in the engine's words; `links` and `extra` as OpenProject takes them. */
	async create(request: { readonly project: { readonly id: string; readonly name: string }; readonly typeHref: string; readonly values: JsonObject; readonly target: PayloadTarget; readonly extra: JsonObject }): Promise<Written> {
		const { project } = request;
		const payload = await toPayload(request.values, request.target, this.places.lookups(project.id));
		if (payload.status === 'refused') return { status: 'refused', message: payload.message };
		const links = { project: { href: `/api/v3/projects/${project.id}` }, type: { href: request.typeHref }, ...(payload.body['_links'] as JsonObject | undefined) };
		const words = this.dates.wordsOfCreate(payload.body, request.target.isMilestone);
		return await this.send('add', { method: 'POST', path: WORK_PACKAGES, body: { ...payload.body, ...request.extra, _links: links }, words }, { projectId: project.id, name: project.name, target: request.target });
	}

	/** Only the values to change, under the lockVersion of the work package as it was read. `given`: everything that is to hold, where that is more. */
	async update(present: WorkPackage, values: JsonObject, target: PayloadTarget, given: JsonObject = values): Promise<Written> {
		const payload = await toPayload(values, target, this.places.lookups(present.projectId));
		if (payload.status === 'refused') return { status: 'refused', message: payload.message };
		const words = await this.dates.wordsOfUpdate(payload.body, present, { isMilestone: target.isMilestone, given });
		return await this.send('edit', { method: 'PATCH', path: workPackagePath(present.id), body: { ...payload.body, lockVersion: present.lockVersion }, words }, { projectId: present.projectId, name: present.projectName, target });
	}

	async delete(present: WorkPackage): Promise<WriteAnswer> {
		const outcome = await this.api.write({ method: 'DELETE', path: workPackagePath(present.id) }, this.api.writeDeadline());
		return writeAnswer(outcome, { kind: 'delete', baseUrl: this.api.baseUrl, place: `in project '${present.projectName}'` });
	}

	async comment(id: string, text: string): Promise<WriteAnswer> {
		const outcome = await this.api.write({ method: 'POST', path: activitiesPath(id), query: writeQuery(this.options), body: { comment: { raw: text } } }, this.api.writeDeadline());
		return writeAnswer(outcome, { kind: 'comment', baseUrl: this.api.baseUrl, place: `at work package ${id}` });
	}

	private async send(kind: WriteKind, { body, words, ...request }: { readonly method: 'POST' | 'PATCH'; readonly path: string; readonly body: JsonObject; readonly words: JsonObject }, { projectId, name, target }: { readonly projectId: string; readonly name: string; readonly target: PayloadTarget }): Promise<Written> {
		const outcome = await sendWithWords(this.api, { ...request, query: writeQuery(this.options) }, { body, words }, this.api.writeDeadline());
		const answer = writeAnswer(outcome, { kind, baseUrl: this.api.baseUrl, place: `in project '${name}'` });
		if (answer.status === 'refused' && outcome.kind === 'answer') {
			const more = await refusedFields(problemOf(outcome.response), { body, typeIds: target.typeIds, lookups: this.places.lookups(projectId) });
			return { ...answer, message: `${answer.message}${more}` };
		}
		if (answer.status !== 'done') return answer;
		try {
			return { status: 'done', workPackage: workPackageOf(answer.json) };
		} catch (error) {
			return { status: 'unknown', message: error instanceof Error ? error.message : String(error) };
		}
	}
}
