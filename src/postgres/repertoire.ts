import { DatabaseError } from '../errors';
import type { Transaction } from './types';

const BEYOND_ASCII = /[^\0-\x7f]/gu;
/** What takes the place of characters in messages and titles, where there is something better than a question mark. */
const STAND_INS: Readonly<Record<string, string>> = { '…': '...', '’': "'", '‘': "'", '“': '"', '”': '"', '–': '-', '—': '-' };

/** The characters a database can hold whose encoding is not Unicode. Asked of the database itself, each once. */
export class Repertoire {
	private readonly holds = new Map<string, boolean>();

	constructor(readonly encoding: string) {}

	/** Finds out about every character of the texts. */
	async learn(tx: Transaction, texts: Iterable<string>): Promise<void> {
		const fresh = new Set<string>();
		for (const text of texts) for (const [character] of text.matchAll(BEYOND_ASCII)) if (!this.holds.has(character)) fresh.add(character);
		await this.ask(tx, [...fresh]);
	}

	/** Whether the database can hold the text; it has to be learned first. */
	fits(text: string): boolean {
		for (const [character] of text.matchAll(BEYOND_ASCII)) if (this.holds.get(character) !== true) return false;
		return true;
	}

	/** The text with what cannot be held replaced, for messages and titles. */
	replace(text: string): string {
		return text.replace(BEYOND_ASCII, (character) => (this.holds.get(character) === true ? character : (STAND_INS[character] ?? '?')));
	}

	/** Halves the set until those that the encoding lacks stand alone. */
	private async ask(tx: Transaction, characters: readonly string[]): Promise<void> {
		if (characters.length === 0) return;
		try {
			// As bytes: a text with such a character would not even reach the server's parser.
			await tx.savepoint(() => tx.query({ text: `select convert(c, 'UTF8', getdatabaseencoding()) from unnest($1::bytea[]) c`, values: [characters.map((character) => Buffer.from(character))] }));
			for (const character of characters) this.holds.set(character, true);
		} catch (error) {
			if (!(error instanceof DatabaseError) || error.data['connectionLost'] === true) throw error;
			if (characters.length === 1) return void this.holds.set(characters[0] as string, false);
			const middle = Math.ceil(characters.length / 2);
			await this.ask(tx, characters.slice(0, middle));
			await this.ask(tx, characters.slice(middle));
		}
	}
}

/** Encodings that hold every character, or take any bytes. */
const TAKES_ALL = ['UTF8', 'SQL_ASCII'];

/** What the database can hold; null where that is everything. */
export async function readRepertoire(tx: Transaction): Promise<Repertoire | null> {
	const [row] = await tx.query<{ encoding: string }>({ text: 'select getdatabaseencoding()::text as encoding' });
	return row === undefined || TAKES_ALL.includes(row.encoding) ? null : new Repertoire(row.encoding);
}
