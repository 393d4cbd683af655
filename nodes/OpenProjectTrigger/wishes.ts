import type { NamedLink, WebhookEvent } from '../../src/openproject/webhooks';
import { textsOf, type Values } from '../n8n/values';

/** Which events are wanted; empty lists of projects and types let all through. */
export interface Wishes {
	readonly actions: ReadonlySet<string>;
	/** Names, identifiers or ids. */
	readonly projects: readonly string[];
	readonly types: readonly string[];
	/** People whose changes are not wanted. */
	readonly skipActors: readonly string[];
}

const ACTIONS: Readonly<Record<string, readonly string[]>> = {
	comment: ['work_package_comment:comment', 'work_package_comment:internal_comment'],
	created: ['work_package:created'],
	updated: ['work_package:updated'],
};

/** Reads what is wanted from the trigger's parameters. */
export function readWishes(events: unknown, options: Values): Wishes {
	return {
		actions: new Set(textsOf(events, 'Events').flatMap((event) => ACTIONS[event] ?? [])),
		projects: textsOf(options['projects'], 'Projects'),
		types: textsOf(options['types'], 'Types'),
		skipActors: textsOf(options['skipActors'], 'Skip Changes By'),
	};
}

/** Whether an event is wanted, and if not, why. */
export function isWanted(event: WebhookEvent, { actions, projects, types, skipActors }: Wishes): { readonly isWanted: true } | { readonly isWanted: false; readonly reason: string } {
	if (!actions.has(event.action)) return unwanted(`'${event.action}' is not among the trigger's events.`);
	if (projects.length > 0 && event.project !== null && !isAmong(event.project, projects)) return unwanted("it is not in one of the trigger's projects.");
	if (types.length > 0 && event.type !== null && !isAmong(event.type, types)) return unwanted("it is not of one of the trigger's types.");
	if (skipActors.length > 0 && event.actor !== null && isAmong(event.actor, skipActors)) return unwanted('it was caused by somebody whose changes are skipped.');
	return { isWanted: true };
}

function isAmong({ id, name, identifier }: NamedLink, given: readonly string[]): boolean {
	return given.some((one) => one === id || one.toLowerCase() === name?.toLowerCase() || one === identifier);
}

function unwanted(reason: string): { readonly isWanted: false; readonly reason: string } {
	return { isWanted: false, reason };
}
