import { isEqualJson } from '../record';
import type { JsonObject } from '../record';
import type { RunContext } from './context';

interface Write {
	readonly kind: string;
	readonly values: JsonObject;
}

/**
 * Whether a write as it would be made now is the one a plan said. Only a reference may have come on top, to a record
 * that the plan itself has made meanwhile.
 */
export function isWithinPlan(context: RunContext, planned: Write, now: Write): boolean {
	if (planned.kind !== now.kind) return false;
	const references = context.configuration.fields.filter((field) => field.lens.kind === 'reference');
	const isReference = (name: string): boolean => references.some((field) => field.local.includes(name) || field.remote.includes(name));
	const isKept = Object.entries(planned.values).every(([name, value]) => Object.hasOwn(now.values, name) && (isEqualJson(now.values[name] ?? null, value) || (value === null && isReference(name))));
	return isKept && Object.keys(now.values).every((name) => Object.hasOwn(planned.values, name) || isReference(name));
}
