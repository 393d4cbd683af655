import { partOf, withoutNames } from '../record';
import type { JsonObject } from '../record';

/** Base of a link on both sides. */
export interface Bases {
	readonly local: JsonObject;
	readonly remote: JsonObject;
}

/** An operation that moved base, as far as folding needs it. `park` took its part away, `snapshot` is the whole base, any other added its part. */
export interface BaseStep {
	readonly kind: string;
	readonly agreed_local: JsonObject | null;
	readonly agreed_remote: JsonObject | null;
}

export const noBases: Bases = { local: {}, remote: {} };

/** The base a link comes to by these operations, in the order they took effect. */
export function foldBases(steps: readonly BaseStep[], start: Bases = noBases): Bases {
	return steps.reduce(foldStep, start);
}

function foldStep(base: Bases, step: BaseStep): Bases {
	const local = step.agreed_local ?? {};
	const remote = step.agreed_remote ?? {};
	switch (step.kind) {
		case 'snapshot': return { local, remote };
		case 'park': return { local: withoutNames(base.local, Object.keys(local)), remote: withoutNames(base.remote, Object.keys(remote)) };
		default: return { local: { ...base.local, ...local }, remote: { ...base.remote, ...remote } };
	}
}

/** The part of a base that belongs to these columns and properties. */
export function partOfBases(base: Bases, columns: readonly string[], properties: readonly string[]): Bases {
	return { local: partOf(base.local, columns), remote: partOf(base.remote, properties) };
}
