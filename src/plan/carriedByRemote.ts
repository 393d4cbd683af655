import type { JsonObject, Side } from '../record';
import type { LinkPlan, SettledConflict } from './types';

/** What the remote write of a plan alone agrees on, by side: kept with the operation, so that recovery can move base if it took effect. */
export function carriedByRemote(plan: LinkPlan, side: Side): JsonObject {
	const carried = plan.agreements.filter((agreement) => agreement.needs.every((needed) => needed === 'remote'));
	return Object.fromEntries(carried.flatMap((agreement) => Object.entries(agreement[side])));
}

/** The settled conflicts whose outcome the remote write of a plan carries: kept with the operation, so that recovery can record what lost. */
export function decidedByRemote(plan: LinkPlan): readonly SettledConflict[] {
	const written = new Set(plan.agreements.filter((agreement) => agreement.needs.includes('remote')).map((agreement) => agreement.field));
	return plan.settled.filter((conflict) => (conflict.field === '*' ? plan.remote?.kind === 'delete' : conflict.fields.some((field) => written.has(field))));
}
