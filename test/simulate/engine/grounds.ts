/** What kind of table, in what kind of database, a seed is played on. */
export interface Ground {
	readonly name: string;
	/** As for CREATE DATABASE. */
	readonly database: string;
	/** Type of the key. */
	readonly keyType: string;
	/** The key of the n-th row, in SQL. */
	readonly key: string;
	/** Whether a trigger gives the key, whatever was sent. */
	readonly isGiven: boolean;
	/** A character that the database's encoding lacks, and people use in OpenProject; null: it has them all. */
	readonly lacks: string | null;
}

const UUID = "pg_catalog.md5('row' || n)::uuid";
const plain: Ground = { name: 'plain', database: '', keyType: 'uuid', key: UUID, isGiven: false, lacks: null };

/** One after the other, seed by seed: odd ones every other time. */
const GROUNDS: readonly Ground[] = [
	plain,
	{ ...plain, name: 'key given by a trigger', isGiven: true },
	plain,
	{ ...plain, name: 'key with decimals', keyType: 'numeric(12,2)', key: 'n' },
	plain,
	{ ...plain, name: 'padded key', keyType: 'char(12)', key: "'k' || n" },
	plain,
	{ ...plain, name: 'Latin 1', database: "encoding 'LATIN1' locale 'C'", lacks: '✓' },
];

export const PLAIN_GROUND = plain;

export function groundOf(seed: number): Ground {
	return GROUNDS[seed % GROUNDS.length] as Ground;
}

/** Gives the table of tasks such a key; where it has the usual one, nothing is changed. */
export function layGround({ keyType }: Ground): string {
	if (keyType === 'uuid') return '';
	return `alter table tasks drop constraint tasks_parent_task_id_fkey;
		alter table tasks alter id drop default, alter id type ${keyType} using null, alter parent_task_id type ${keyType} using null;
		alter table tasks add foreign key (parent_task_id) references tasks on delete set null`;
}
