import type { JsonObject } from '../../record';
import type { PayloadTarget } from '../toPayload';
import { differences } from './differences';
import type { GivenFields } from './givenFields';
import { otherDates } from './givenDates';
import { failure, outage } from './outcome';
import type { Outcome } from './outcome';
import type { Places } from './places';
import { resolveFields } from './resolveFields';
import type { Resolved } from './resolveFields';
import type { WorkPackage } from './workPackage';
import { readWorkPackage } from './workPackageSource';
import type { WorkPackageWriter } from './workPackageWriter';

/** How often a work package is read and written again because others write to it at the same time. */
const MOST_TRIES = 8;
const PAUSE_MS = 200;
const LONGEST_PAUSE_MS = 5000;

export interface UpdateRequest {
	/** As it was last read. */
	readonly present: WorkPackage;
	readonly fields: GivenFields;
	readonly hints?: ReadonlyMap<string, string>;
}

/**
 * Brings a work package to the values given: sends only what differs, nothing where nothing does. After a conflict, or
 * an answer that was lost, it is read and compared again; lockVersion sees to it that no write takes effect twice.
 *
 * Throws what reading throws (RemoteUnavailableError, RemoteRefusedError, RemoteAnswerError).
 */
export async function updateWorkPackage(places: Places, writer: WorkPackageWriter, { present, fields, hints }: UpdateRequest): Promise<Outcome> {
	const resolved = await resolveFields(places, present, fields, hints);
	if (resolved.status === 'refused') return failure(resolved.message);
	return await bring(places, writer, { present, resolved, target: { isMilestone: resolved.isMilestone, typeIds: [resolved.type.id] } });
}

type Ready = { readonly present: WorkPackage; readonly resolved: Extract<Resolved, { status: 'resolved' }>; readonly target: PayloadTarget };

async function bring(places: Places, writer: WorkPackageWriter, { present, resolved, target }: Ready): Promise<Outcome> {
	const { clock } = places.api;
	const sent = new Set<string>();
	let current = present;
	let lastMessage = '';
	for (let tries = 1; tries <= MOST_TRIES; tries += 1) {
		const changes = await writer.dates.wanted(differences(resolved.values, current, places.lookups(current.projectId).linkNames), current, resolved.values);
		if (Object.keys(changes).length === 0) return { outcome: sent.size > 0 ? 'updated' : 'unchanged', workPackage: current, changedFields: labelsOf([...sent], resolved), ...otherDates(resolved, current) };
		const answer = await writer.update(current, changes, target, resolved.values);
		switch (answer.status) {
			case 'done':
				return { outcome: 'updated', workPackage: answer.workPackage, changedFields: labelsOf([...new Set([...sent, ...Object.keys(changes)])], resolved), ...otherDates(resolved, answer.workPackage) };
			case 'refused':
				return failure(`${refusedStatus(changes, current)}${answer.message}`);
			case 'missing':
				return failure(`There is no work package ${current.id} that the API user can see; it was deleted or hidden meanwhile.`);
			case 'unavailable':
				return outage(answer.message);
			case 'unknown':
				// Whether it took effect shows when the work package is read again.
				for (const property of Object.keys(changes)) sent.add(property);
				lastMessage = answer.message;
				break;
			case 'conflict':
				lastMessage = 'Others kept editing it at the same time.';
				break;
		}
		await clock.sleep(clock.random() * Math.min(LONGEST_PAUSE_MS, PAUSE_MS * 2 ** tries));
		const again = await readWorkPackage(places.api, current.id);
		if (again === null) return failure(`There is no work package ${current.id} that the API user can see; it was deleted or hidden meanwhile.`);
		current = again;
	}
	return { outcome: sent.size > 0 ? 'unknown' : 'failed', reason: `Work package ${current.id} could not be written in ${MOST_TRIES} tries. ${lastMessage}`, isOutage: sent.size > 0 };
}

/** A status is most often refused because OpenProject's workflow lacks the step: say from where to where. */
function refusedStatus(changes: JsonObject, current: WorkPackage): string {
	const wanted = changes['status'];
	if (typeof wanted !== 'string') return '';
	const links = current.json['_links'] as { readonly status?: { readonly title?: string } } | undefined;
	return `With the status going from '${links?.status?.title ?? ''}' to '${wanted}': `;
}

function labelsOf(properties: readonly string[], { labels }: Extract<Resolved, { status: 'resolved' }>): readonly string[] {
	return properties.map((property) => labels.get(property) ?? property);
}
