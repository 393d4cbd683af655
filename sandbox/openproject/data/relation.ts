/** Kinds of relations as they are stored; each reads from the other side by another name. */
export const REVERSE_TYPE = { relates: 'relates', follows: 'precedes', blocks: 'blocked', duplicates: 'duplicated', includes: 'partof', requires: 'required' } as const;

export type RelationType = keyof typeof REVERSE_TYPE;

/** A relation between two work packages: `from` follows, blocks, … `to`. */
export interface Relation {
	readonly id: number;
	readonly type: RelationType;
	readonly fromId: number;
	readonly toId: number;
	/** Working days between the two; of those that follow each other only. */
	readonly lag: number | null;
	readonly description: string | null;
}
