import { followLineEnds } from './lineEnds';
import { markConflict } from './markConflict';
import { mergeTokens, type Three } from './mergeTokens';
import { tokenNumberer } from './numberTokens';
import { splitLines } from './splitLines';
import { splitWords } from './splitWords';
import { countSteps, hasSteps, type StepCounter } from './stepCounter';
import type { HunkStatus, Region, TextHunk, TextMerge, TextSettings } from './types';

const STEP_LIMIT = 20_000_000;
const STEPS_PER_CHARACTER = 10;

/**
 * Merges two edits of a text: by lines, and inside a conflict between lines by words. A conflict is a result, not an exception. Takes
 * a bounded number of steps whatever the texts; swapping the sides mirrors the result.
 */
export function mergeText(texts: Three<string>, settings: TextSettings = {}): TextMerge {
	const limit = settings.stepLimit ?? STEP_LIMIT + STEPS_PER_CHARACTER * (texts.base.length + texts.local.length + texts.remote.length);
	const ends = settings.lineEnds === 'exact' ? { texts, restore: (text: string) => text, from: null } : followLineEnds(texts);
	const lines = mapThree(ends.texts, splitLines);
	const [byLine, byWord] = [countSteps(limit / 2), countSteps(limit / 2)];
	const draft = new Draft(ends.restore);
	for (const region of regionsOf(lines, byLine)) {
		const stretch = { base: joined(lines.base, region.base), local: joined(lines.local, region.local), remote: joined(lines.remote, region.remote) };
		draft.add(stretch, settle(region, stretch, settings, byWord));
	}
	return draft.finish({
		lineEndsFrom: ends.from,
		steps: byLine.steps + byWord.steps,
		isCoarse: byLine.ranOut || byWord.ranOut,
	});
}

/** What a region comes to: its status, and its text; null for a conflict. */
interface Settled {
	readonly status: HunkStatus | 'stable';
	readonly text: string | null;
}

function settle(region: Region, stretch: Three<string>, settings: TextSettings, counter: StepCounter): Settled {
	if (region.status !== 'conflicted') return { status: region.status, text: region.status === 'remote' ? stretch.remote : stretch.local };
	const words = settings.words === false ? null : mergeWords(stretch, counter);
	if (words !== null) return { status: 'words', text: words };
	if (settings.prefer === 'local' || settings.prefer === 'remote') return { status: `preferred_${settings.prefer}`, text: stretch[settings.prefer] };
	return { status: 'conflicted', text: null };
}

/** The stretch put together from the words of both sides; null where they conflict. */
function mergeWords(stretch: Three<string>, counter: StepCounter): string | null {
	if (!hasSteps(counter)) return null;
	const words = mapThree(stretch, splitWords);
	const regions = regionsOf(words, counter);
	if (regions.some((region) => region.status === 'conflicted')) return null;
	return regions.map((region) => (region.status === 'remote' ? joined(words.remote, region.remote) : joined(words.local, region.local))).join('');
}

function regionsOf(tokens: Three<readonly string[]>, counter: StepCounter): Region[] {
	return mergeTokens(mapThree(tokens, tokenNumberer()), counter);
}

/** The merged text as it grows. */
class Draft {
	private readonly hunks: TextHunk[] = [];
	private readonly text: string[] = [];
	private readonly marked: string[] = [];
	private line = 1;

	constructor(private readonly restore: (text: string) => string) {}

	add(stretch: Three<string>, settled: Settled): void {
		const merged = settled.text ?? stretch.base;
		this.text.push(merged);
		this.marked.push(settled.text ?? markConflict(stretch));
		if (settled.status !== 'stable') this.hunks.push({ status: settled.status, line: this.line, ...mapThree(stretch, this.restore), merged: this.restore(merged) });
		this.line += lineCountOf(merged);
	}

	finish(facts: Pick<TextMerge, 'lineEndsFrom' | 'steps' | 'isCoarse'>): TextMerge {
		const text = this.restore(this.text.join(''));
		if (!this.hunks.some(({ status }) => status === 'conflicted')) return { status: 'clean', text, hunks: this.hunks, ...facts };
		return { status: 'conflicted', text, marked: this.restore(this.marked.join('')), hunks: this.hunks, ...facts };
	}
}

function lineCountOf(text: string): number {
	let count = 0;
	for (let newline = text.indexOf('\n'); newline !== -1; newline = text.indexOf('\n', newline + 1)) count += 1;
	return count;
}

function mapThree<A, B>({ base, local, remote }: Three<A>, of: (one: A) => B): Three<B> {
	return { base: of(base), local: of(local), remote: of(remote) };
}

function joined(tokens: readonly string[], { start, end }: Region['base']): string {
	return tokens.slice(start, end).join('');
}
