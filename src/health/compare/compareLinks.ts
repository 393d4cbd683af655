import type { Transaction } from '../../postgres';
import { readLocalRows } from '../../postgres/stores/linkStore';
import type { JsonObject } from '../../record';
import { readReferences } from '../../run/readInputs';
import type { Divergence } from '../types';
import { compareFields } from './compareFields';
import type { CompareScope, LinkToCompare } from './types';

/** What some links came to. */
export interface Part {
	readonly compared: number;
	readonly moved: number;
	readonly diverged: readonly Divergence[];
}

/** Compares links with their rows as they are now. */
export async function compareLinks(tx: Transaction, scope: CompareScope, links: readonly LinkToCompare[]): Promise<Part> {
	const rows = await readLocalRows(tx, scope.described.table, links.map(({ link }) => link.local_key));
	const couples = links.flatMap((one) => {
		const row = rows.get(one.link.local_key);
		return row === undefined || !row.inside ? [] : [{ ...one, row, remoteRecord: recordOf(one) }];
	});
	const lenses = await readReferences(tx, scope, couples.map(({ row }) => row.record), couples.map(({ remoteRecord }) => remoteRecord));
	let moved = links.length - couples.length;
	const diverged: Divergence[] = [];
	for (const { link, remote, row, remoteRecord } of couples) {
		const hasMoved = !isSame(row.sum, link.local_sum) || (remote !== null && (remote.lockVersion !== link.remote_lock || remote.updatedAt !== link.remote_updated_at));
		if (hasMoved) moved += 1;
		const differences = compareFields(scope.described.mapping.fields, { local: row.record, remote: remoteRecord, baseLocal: link.base_local, baseRemote: link.base_remote, hasMoved, disputed: new Set(link.disputed) }, lenses);
		diverged.push(...differences.map((difference) => ({ link: link.id, localKey: keyWords(link.local_key), remoteId: link.remote_id, title: link.title, ...difference })));
	}
	return { compared: couples.length, moved, diverged };
}

function recordOf({ link, remote }: LinkToCompare): JsonObject {
	return remote?.record ?? link.remote_seen ?? link.base_remote;
}

function isSame(sum: Buffer, seen: Buffer | null): boolean {
	return seen !== null && sum.equals(seen);
}

/** The key as people know it: the plain value of a single key, the JSON array of a composite one. */
function keyWords(key: string): string {
	const parts = JSON.parse(key) as unknown[];
	return parts.length === 1 ? String(parts[0]) : key;
}
