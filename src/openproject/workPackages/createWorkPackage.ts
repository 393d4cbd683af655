import { own } from '../json';
import type { GivenFields } from './givenFields';
import { otherDates } from './givenDates';
import { failure, outage } from './outcome';
import type { Outcome } from './outcome';
import type { Places } from './places';
import { resolveFields } from './resolveFields';
import type { Resolved } from './resolveFields';
import type { WorkPackage } from './workPackage';
import type { WorkPackageWriter, Written } from './workPackageWriter';

/** The custom field that holds a key, and the key a new work package gets. */
export interface CreateKey {
	/** 'customField7' */
	readonly property: string;
	readonly value: string;
	/** Whether the field holds whole numbers rather than text. */
	readonly isWholeNumber: boolean;
	/** Finds the work packages of the project that hold the key now. */
	readonly find: () => Promise<readonly WorkPackage[]>;
}

export interface CreateRequest {
	readonly project: { readonly id: string; readonly name: string };
	readonly fields: GivenFields;
	readonly hints?: ReadonlyMap<string, string>;
	/** Null: a creation whose answer is lost cannot be looked for, and stays unknown. */
	readonly key: CreateKey | null;
	/** Longest time a request may still take effect after it was sent, in milliseconds. */
	readonly requestDeadlineMs: number;
}

const FIRST_LOOK_MS = 500;
/** Beyond the deadline of a request, for what the server still has in hand. */
const MARGIN_MS = 5000;
const MOST_POSTS = 2;

/**
 * Creates a work package once. Where the answer is lost it is looked for by its key until the request can no longer
 * take effect, and only then made again; `find` then gives it, or its absence is certain.
 */
export async function createWorkPackage(places: Places, writer: WorkPackageWriter, request: CreateRequest): Promise<Outcome> {
	const { project, key } = request;
	const resolved = await resolveFields(places, { projectId: project.id, projectName: project.name, typeId: null }, request.fields, request.hints);
	if (resolved.status === 'refused') return failure(resolved.message);
	const { type, values } = resolved;
	if (typeof values['subject'] !== 'string') return failure('A new work package needs a subject.');
	const post = async (): Promise<Written> =>
		await writer.create({ project, typeHref: type.href, values, target: { isMilestone: type.isMilestone, typeIds: [type.id] }, extra: key === null ? {} : { [key.property]: key.isWholeNumber ? Number(key.value) : key.value } });
	for (let posts = 1; ; posts += 1) {
		const sentMs = places.api.clock.monotonic();
		const answer = await post();
		if (answer.status !== 'unknown') return outcomeOf(answer, { key, resolved });
		const found = key === null ? null : await lookFor(places, key, sentMs + request.requestDeadlineMs + MARGIN_MS);
		if (found !== null) return { outcome: 'created', workPackage: found, changedFields: namesIn(resolved), ...otherDates(resolved, found) };
		if (key === null) return { outcome: 'unknown', reason: `Whether it was created is not known: ${answer.message} Look for '${String(values['subject'])}' in project '${project.name}' before it is made again.`, isOutage: true };
		if (posts === MOST_POSTS) return outage(`It was sent ${posts} times and is not there: ${answer.message}`);
	}
}

/** A copy of a work package that already had the key would have been seen before: what is found now was made here. */
async function lookFor(places: Places, key: CreateKey, untilMs: number): Promise<WorkPackage | null> {
	const { clock } = places.api;
	for (let pauseMs = FIRST_LOOK_MS; ; pauseMs = Math.min(2 * pauseMs, 8000)) {
		await clock.sleep(Math.max(0, Math.min(pauseMs, untilMs - clock.monotonic())));
		const isLast = clock.monotonic() >= untilMs;
		const found = await key.find();
		if (found[0] !== undefined) return found[0];
		if (isLast) return null;
	}
}

type Given = Extract<Resolved, { status: 'resolved' }>;

function namesIn({ values, labels }: Given): readonly string[] {
	return Object.keys(values).map((property) => labels.get(property) ?? property);
}

function outcomeOf(answer: Exclude<Written, { status: 'unknown' }>, { key, resolved }: { readonly key: CreateKey | null; readonly resolved: Given }): Outcome {
	switch (answer.status) {
		case 'done':
			// OpenProject drops a field it does not know without a word: the next run would create it again.
			if (key !== null && String(own(answer.workPackage.json, key.property) ?? '') !== key.value) {
				return { outcome: 'unknown', reason: `Work package ${answer.workPackage.id} was created, but OpenProject did not keep its key '${key.value}' in ${key.property}. Enter the key there by hand, and see that the custom field is enabled for the type and the project.`, isOutage: false };
			}
			return { outcome: 'created', workPackage: answer.workPackage, changedFields: namesIn(resolved), ...otherDates(resolved, answer.workPackage) };
		case 'refused':
			return failure(answer.message);
		case 'unavailable':
			return outage(answer.message);
		case 'missing':
		case 'conflict':
			return failure('OpenProject does not find the project. It was deleted, or the API user can no longer see it.');
	}
}
