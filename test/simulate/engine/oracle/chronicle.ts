import { createHash } from 'node:crypto';
import type { WorkPackageView } from '../../../../sandbox/openproject';
import type { HistoryRow } from '../simSchema';
import type { RemoteChange } from '../world';
import type { TaskFields } from './index';
import { agree, FIELDS, localValue, remoteValue } from './words';
import type { Field, Partners, Value } from './words';

/** A change of one record on one side. */
export interface Change {
	readonly moment: number;
	/** Order among all changes. */
	readonly order: number;
	readonly author: string;
	readonly side: 'local' | 'remote';
	/** Row id, or work package id as text. */
	readonly id: string;
	readonly old: TaskFields | WorkPackageView | null;
	readonly new: TaskFields | WorkPackageView | null;
}

export const PROVENANCE = 'FLRTS ID';

/** Everything that happened on both sides, in order, and which records were ever one. */
export class Chronicle implements Partners {
	readonly changes: readonly Change[];
	readonly bases: readonly HistoryRow[];
	private readonly pairs = new Set<string>();
	private readonly partnersOf = new Map<string, Set<string>>();
	private readonly byRecord = new Map<string, Change[]>();

	constructor(history: readonly HistoryRow[], remote: readonly RemoteChange[]) {
		const local = history.filter(({ what }) => what === 'task').map((row): Omit<Change, 'order'> => ({
			moment: Number(row.moment), author: row.author, side: 'local', id: row.id, old: row.old as TaskFields | null, new: row.new as TaskFields | null,
		}));
		const there = remote.map((one): Omit<Change, 'order'> => ({ moment: one.moment, author: one.author, side: 'remote', id: String(one.id), old: one.old, new: one.new }));
		// Both are in order already; a stable sort by moment keeps that. No two events of the simulation share a moment unless they belong together.
		this.changes = [...local, ...there].sort((a, b) => a.moment - b.moment).map((change, order) => ({ ...change, order }));
		this.bases = history.filter(({ what }) => what === 'base');
		for (const change of this.changes) {
			const key = `${change.side} ${change.id}`;
			this.byRecord.set(key, [...(this.byRecord.get(key) ?? []), change]);
			this.learnPair(change);
		}
		for (const base of this.bases) {
			const { key, id } = base.new as { key: string | null; id: number | null };
			if (key !== null && id !== null) this.pair(key, String(id));
		}
	}

	isPair(row: string, id: number): boolean {
		return this.pairs.has(`${row} ${id}`);
	}

	isPerson(person: string, user: number): boolean {
		const hex = createHash('md5').update(`person${user - 5}`).digest('hex');
		return user <= 7 && person.replaceAll('-', '') === hex;
	}

	/** Changes of one record, oldest first. */
	of(side: 'local' | 'remote', id: string): readonly Change[] {
		return this.byRecord.get(`${side} ${id}`) ?? [];
	}

	/** Records of the other side that this one was ever paired with. */
	partners(side: 'local' | 'remote', id: string): readonly string[] {
		return [...(this.partnersOf.get(`${side} ${id}`) ?? [])];
	}

	/** Values the record's partners held for a field before the given change. */
	heldByPartners(change: Pick<Change, 'side' | 'id' | 'order'>, field: Field): readonly Value[] {
		const other = change.side === 'local' ? 'remote' : 'local';
		return this.partners(change.side, change.id).flatMap((id) => this.held(other, id, field, change.order));
	}

	/** Values one record held for a field before the given moment in the order. */
	held(side: 'local' | 'remote', id: string, field: Field, before: number = Infinity): readonly Value[] {
		return this.of(side, id).flatMap((one) => (one.order < before && one.new !== null ? [valueOf(side, one.new, field)] : []));
	}

	/** Whether a partner held the same before. */
	wasSeenByPartner(change: Pick<Change, 'side' | 'id' | 'order'>, field: Field, value: Value): boolean {
		return this.heldByPartners(change, field).some((held) => (change.side === 'local' ? agree(field, value, held, this) : agree(field, held, value, this)));
	}

	private learnPair(change: Change): void {
		if (change.new === null) return;
		if (change.side === 'local') {
			const row = change.new as TaskFields;
			if (row.remote !== null) this.pair(row.id, String(row.remote));
			return;
		}
		const one = change.new as WorkPackageView;
		const key = one.customFields[PROVENANCE];
		if (change.author.startsWith('engine') && typeof key === 'string' && key !== '') this.pair(key, String(one.id));
	}

	private pair(row: string, id: string): void {
		this.pairs.add(`${row} ${id}`);
		for (const [mine, other] of [[`local ${row}`, id], [`remote ${id}`, row]] as const) {
			const known = this.partnersOf.get(mine) ?? new Set<string>();
			this.partnersOf.set(mine, known.add(other));
		}
	}
}

export function valueOf(side: 'local' | 'remote', record: TaskFields | WorkPackageView, field: Field): Value {
	return side === 'local' ? localValue(record as TaskFields, field) : remoteValue(record as WorkPackageView, field);
}

/** Fields that a change moved. */
export function movedFields(change: Change): readonly Field[] {
	const { old: before, new: after } = change;
	if (before === null || after === null) return [];
	return FIELDS.filter((field) => valueOf(change.side, before, field) !== valueOf(change.side, after, field));
}

export function isByEngine(change: Pick<Change, 'author'>): boolean {
	return change.author.startsWith('engine');
}
