import { checksum, isEqualJson } from '../../src/record';
import type { JsonObject } from '../../src/record';
import type { SyncWorld } from './syncWorld';

interface Step {
	readonly id: string;
	readonly link: string;
	readonly kind: string;
	readonly agreed_local: JsonObject | null;
	readonly agreed_remote: JsonObject | null;
	readonly base_before: string | null;
	readonly base_after: string;
}

/**
 * Folds the operations that moved base, link by link, with code of its own, and says where the chain breaks or does not
 * end at the base stored. A snapshot says the whole base; one made when old history was folded begins the chain.
 */
export async function breaksInTheChain(world: SyncWorld): Promise<readonly string[]> {
	const links = await world.sql<{ id: string; base_local: JsonObject; base_remote: JsonObject }>('select id::text, base_local, base_remote from batch_sync.link order by id');
	const steps = await world.sql<Step>(
		`select id::text, link::text, kind, agreed_local, agreed_remote, encode(base_before, 'hex') as base_before, encode(base_after, 'hex') as base_after
		from batch_sync.operation where status = 'done' and base_after is not null order by settled_order`,
	);
	const sumOf = (local: JsonObject, remote: JsonObject): string => checksum({ local, remote }).toString('hex');
	const found: string[] = [];
	for (const link of links) {
		let local: JsonObject = {};
		let remote: JsonObject = {};
		for (const step of steps.filter((one) => one.link === link.id)) {
			if (step.base_before !== null && step.base_before !== sumOf(local, remote)) found.push(`link ${link.id}: operation ${step.id} (${step.kind}) does not begin where the one before ended`);
			[local, remote] = [moved(local, step.kind, step.agreed_local), moved(remote, step.kind, step.agreed_remote)];
			if (step.base_after !== sumOf(local, remote)) found.push(`link ${link.id}: operation ${step.id} (${step.kind}) does not end where it says`);
		}
		if (!isEqualJson(local, link.base_local) || !isEqualJson(remote, link.base_remote)) found.push(`link ${link.id}: the operations come to another base than the one stored`);
	}
	return found;
}

function moved(base: JsonObject, kind: string, part: JsonObject | null): JsonObject {
	if (kind === 'snapshot') return part ?? {};
	if (kind !== 'park') return { ...base, ...part };
	return Object.fromEntries(Object.entries(base).filter(([name]) => !Object.hasOwn(part ?? {}, name)));
}
