import type { JsonObject, Side } from '../record';
import type { LinkPlan } from './types';

/** What the remote write of a plan alone agrees on, by side: kept with the operation, so that recovery can move base if it took effect. */
export function carriedByRemote(plan: LinkPlan, side: Side): JsonObject {
	const carried = plan.agreements.filter((agreement) => agreement.needs.every((needed) => needed === 'remote'));
	return Object.fromEntries(carried.flatMap((agreement) => Object.entries(agreement[side])));
}
