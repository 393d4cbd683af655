import type { RowFailure } from './types';

/** What became of the records of a range, told by what PostgreSQL says is in the table afterwards. Positions. */
export class Fates {
	readonly inserted: number[] = [];
	readonly updated: number[] = [];
	readonly deleted: number[] = [];
	readonly unchanged: number[] = [];
	readonly notFound: number[] = [];
	/** Left out by a trigger or rule: nothing was refused, so that this ends no write that is all or nothing. */
	readonly leftOut: RowFailure[] = [];
	readonly refused: RowFailure[] = [];
	/** New rows that the table keeps under another key than was given. */
	readonly underOtherKeys: number[] = [];
	/** Rows that hold something else than was given, and something else than before. */
	readonly altered: number[] = [];

	/** Adds what another range came to. */
	add(other: Fates): void {
		for (const name of Object.keys(this) as Kind[]) for (const one of other[name]) (this[name] as unknown[]).push(one);
	}

	/** Forgets everything: it was undone. */
	clear(): void {
		for (const name of Object.keys(this) as Kind[]) this[name].splice(0);
	}
}

type Kind = keyof Omit<Fates, 'add' | 'clear'>;

/** A record that the table did not take though nothing was refused. */
export function leftOut(index: number, table: string, what: string): RowFailure {
	return { index, column: null, code: 'NOT_TAKEN', reason: `The table did not take it: ${what}. A trigger or rule of ${table} decides so.` };
}
