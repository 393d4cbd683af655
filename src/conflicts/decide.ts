import type { Database } from '../postgres';
import { tablesIn } from '../postgres/stores/tables';
import { decideChunk, type Pending } from './decideChunk';
import type { Decision, DecisionAnswer } from './decideTypes';
import { waitForRow } from './lockRows';
import { refuse } from './refuse';
import { checkWho } from './who';

/** Decisions taken in one transaction. */
const CHUNK_COUNT = 200;
/** Times a conflict that somebody else is writing is come back to. */
const MOST_TRIES = 3;

/**
 * Settles conflicts as a person chose. Answers every decision by itself, in the order given; of two people who decide at once exactly one
 * wins, and the other is told. What is resolved is carried out by the pair's next run, if both sides still hold the values then.
 * Throws a ConfigurationError for a schema or pair that is not there, and for a name (`who`) that cannot stand for anybody.
 */
export async function decide(database: Database, schema: string, decisions: readonly Decision[], who: string): Promise<readonly DecisionAnswer[]> {
	const by = checkWho(who);
	const answers = new Map<number, DecisionAnswer>();
	const taken = new Set<string>();
	const busy: Pending[] = [];
	const run = async (chunk: readonly Pending[]): Promise<readonly Pending[]> => {
		const { answered, busy: left } = await database.transaction(async (tx) => await decideChunk(tx, { schema, decisions: chunk, by, taken }));
		for (const [index, answer] of answered) {
			answers.set(index, answer);
			if (answer.status === 'resolved') for (const { id } of answer.conflicts) taken.add(id);
		}
		return left;
	};
	const all = decisions.map((decision, index): Pending => ({ index, decision, waitsFor: null }));
	for (let start = 0; start < all.length; start += CHUNK_COUNT) busy.push(...(await run(all.slice(start, start + CHUNK_COUNT))));
	let isWaiting = true;
	for (let one of busy) {
		for (let tries = 0; isWaiting && tries < MOST_TRIES && !answers.has(one.index); tries += 1) {
			isWaiting = await waitForRow(database, tablesIn(schema), one.waitsFor ?? '0');
			if (isWaiting) one = (await run([one]))[0] ?? one;
		}
		if (!answers.has(one.index)) answers.set(one.index, refuse('BUSY', `Conflict ${one.waitsFor} is being written by a run or by somebody else right now. Nothing was written; try again.`));
	}
	return decisions.map((_, index) => answers.get(index) as DecisionAnswer);
}
