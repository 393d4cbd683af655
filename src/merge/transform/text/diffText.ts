import { countSteps } from '../../text/stepCounter';
import { diffTokens } from '../../text/diffTokens';
import { tokenNumberer } from '../../text/numberTokens';
import { splitWords } from '../../text/splitWords';
import type { TextOperation } from '../types';
import { TextBuilder } from './textBuilder';

const STEP_LIMIT = 10_000_000;

/** The operation that makes `after` of `before`, by whole words. Bounded in steps: past them, larger stretches are replaced. */
export function diffText(before: string, after: string): TextOperation {
	const [old, now] = [splitWords(before), splitWords(after)];
	const number = tokenNumberer();
	const built = new TextBuilder();
	let at = 0;
	for (const hunk of diffTokens(number(old), number(now), countSteps(STEP_LIMIT))) {
		built.retain(lengthOf(old, at, hunk.before.start));
		built.insert(now.slice(hunk.after.start, hunk.after.end).join(''));
		built.delete(lengthOf(old, hunk.before.start, hunk.before.end));
		at = hunk.before.end;
	}
	return built.finish();
}

function lengthOf(tokens: readonly string[], start: number, end: number): number {
	let length = 0;
	for (let index = start; index < end; index += 1) length += (tokens[index] as string).length;
	return length;
}
