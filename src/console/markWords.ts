import { diffTokens } from '../merge/text/diffTokens';
import { tokenNumberer } from '../merge/text/numberTokens';
import { splitWords } from '../merge/text/splitWords';
import { countSteps } from '../merge/text/stepCounter';

/** A stretch of a text, and whether the other text has it as well. */
export interface MarkedStretch {
	readonly text: string;
	readonly isChanged: boolean;
}

/** A page shows a few texts at a time: past these steps the rest of a text is marked as changed as a whole. */
const MOST_STEPS = 4_000_000;

/** The stretches of a text that are not in the text it is compared with, by words. Joined they are the text. */
export function markWords(text: string, comparedWith: string): readonly MarkedStretch[] {
	const number = tokenNumberer();
	const [before, after] = [splitWords(comparedWith), splitWords(text)];
	const hunks = diffTokens(number(before), number(after), countSteps(MOST_STEPS));
	const stretches: MarkedStretch[] = [];
	const put = (start: number, end: number, isChanged: boolean): void => {
		if (end > start) stretches.push({ text: after.slice(start, end).join(''), isChanged });
	};
	let done = 0;
	for (const hunk of hunks) {
		put(done, hunk.after.start, false);
		put(hunk.after.start, hunk.after.end, true);
		done = hunk.after.end;
	}
	put(done, after.length, false);
	return joined(stretches);
}

/** A space between two changed words is no place to stop marking. */
function joined(stretches: readonly MarkedStretch[]): readonly MarkedStretch[] {
	const result: MarkedStretch[] = [];
	for (const [index, stretch] of stretches.entries()) {
		const isBetween = index > 0 && index < stretches.length - 1;
		const isChanged = stretch.isChanged || (isBetween && /^[^\S\n]*$/.test(stretch.text));
		const last = result.at(-1);
		if (last !== undefined && last.isChanged === isChanged) result[result.length - 1] = { text: last.text + stretch.text, isChanged };
		else result.push({ text: stretch.text, isChanged });
	}
	return result;
}
