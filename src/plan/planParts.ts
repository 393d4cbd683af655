import type { CompiledField, CompiledMapping } from '../mapping';
import { valueAt } from '../record';
import type { JsonObject } from '../record';
import type { LinkPlan, PlanInput } from './types';

/** A plan that does nothing; the start of every other. */
export function emptyPlan(input: PlanInput): LinkPlan {
	return {
		link: input.link.id,
		local: null,
		remote: null,
		agreements: [],
		conflicts: [],
		settled: [],
		superseded: [],
		unresolved: [],
		failures: [],
		followed: [],
		putBack: [],
		waiting: [],
		end: 'live',
		parentLink: undefined,
		title: null,
	};
}

/** The field that carries the hierarchy, if the pair maps it. */
export function parentField(mapping: CompiledMapping): CompiledField | undefined {
	return mapping.fields.find((field) => field.remote.includes('parent'));
}

/** What to call a record in messages: its subject, from whichever side has it. */
export function titleOf(local: JsonObject | null, remote: JsonObject | null, mapping: CompiledMapping): string | null {
	const field = mapping.fields.find((candidate) => candidate.remote.includes('subject'));
	if (field === undefined) return null;
	const value = valueAt(local, field.local[0] as string) ?? valueAt(remote, 'subject');
	return typeof value === 'string' ? value : null;
}
