import { checksum, unstorableIn } from '../record';
import type { JsonObject } from '../record';
import type { Transaction } from '../postgres';
import { recordRemote } from '../postgres/stores/recordRemote';
import type { RemoteObservation, RemoteRecording } from '../postgres/stores/recordRemote';
import type { RunContext } from './context';
import type { RemoteRecord } from './remotePort';

/** Records work packages as they were read. `trustSeen` as for `recordRemote`; by default only a reconciliation takes every record as news. */
export async function recordSeen(tx: Transaction, context: RunContext, records: readonly RemoteRecord[], trustSeen = context.effectiveMode !== 'reconciliation'): Promise<RemoteRecording> {
	return await recordRemote(tx, context.tables, context.pair.id, records.map(observationOf), { trustSeen, versusUpdate: context.configuration.deletePolicy.versusUpdate, user: context.info.userId });
}

/** What the link store wants to know of a record. */
function observationOf(one: RemoteRecord): RemoteObservation {
	const subject = one.record['subject'];
	return {
		id: one.id,
		record: one.record,
		sum: checksum(one.record),
		lockVersion: one.lockVersion,
		updatedAt: one.updatedAt,
		provenance: one.provenance,
		title: typeof subject === 'string' ? subject : unstorableIn(subject),
		inScope: one.inScope,
		facts: one.facts as unknown as JsonObject,
		createdAt: one.createdAt,
		author: one.authorId,
	};
}
