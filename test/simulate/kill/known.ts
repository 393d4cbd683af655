import type { SyncWorld } from '../../support/syncWorld';

/** Both systems, as their users reach them. */
export type BothSides = Pick<SyncWorld, 'sql' | 'server'>;

/** A record as its editors left it: what must be on both sides in the end. */
export interface KnownRecord {
	/** Title at its birth, on no other record. */
	readonly name: string;
	/** The side on which title and description are edited; due date and priority are on the other. So no two edits meet in one field. */
	readonly words: 'here' | 'there';
	/** Only these have children. OpenProject derives their dates, so nobody edits those. */
	readonly isParent: boolean;
	rowId: string | null;
	packageId: number | null;
	/** Last values given, by name; what nobody edited is not in it. */
	expected: Readonly<{ title: string; description?: string; due?: string; priority?: Priority }>;
	isGone: boolean;
	/** Edited since both sides were last found to agree. */
	isTouched: boolean;
}

export type Priority = 'Low' | 'Medium' | 'High';

/** OpenProject's words for priorities, written down once more: this must not lean on the code it checks. */
export const priorityThere: Readonly<Record<Priority, string>> = { Low: 'Low', Medium: 'Normal', High: 'High' };
