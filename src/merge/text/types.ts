import type { Side } from '../../record';

/** A stretch of tokens: where it starts, and where it ends (not included). */
export interface Range {
	readonly start: number;
	readonly end: number;
}

/** A replaced stretch: the tokens of `before` became those of `after`. One of the two may be empty, not both. */
export interface Hunk {
	readonly before: Range;
	readonly after: Range;
}

/** What became of a stretch in a three-way merge, by token positions in each text. */
export interface Region {
	/** `both`: the sides made the same change. */
	readonly status: 'stable' | 'local' | 'remote' | 'both' | 'conflicted';
	readonly base: Range;
	readonly local: Range;
	readonly remote: Range;
}

/** How a changed stretch of a text was settled: one side's, the same on both sides, put together from words, a preferred side's, or not at all. */
export type HunkStatus = 'local' | 'remote' | 'both' | 'words' | 'preferred_local' | 'preferred_remote' | 'conflicted';

/** A changed stretch of a merged text, with what each text has there. */
export interface TextHunk {
	readonly status: HunkStatus;
	/** The line of the merged text at which the stretch starts, from 1. In a conflicted text: of the text in which conflicts keep base. */
	readonly line: number;
	readonly base: string;
	readonly local: string;
	readonly remote: string;
	/** What the merged text has there; a conflict keeps base. */
	readonly merged: string;
}

/** What is known of a merged text, whether or not it is clean. */
interface TextMergeFacts {
	/** The changed stretches, in order. */
	readonly hunks: readonly TextHunk[];
	/** Whose line ends the text has where a side changed all of them as one; null where no side did. */
	readonly lineEndsFrom: 'local' | 'remote' | 'both' | null;
	readonly steps: number;
	/** Whether the steps were used up, so that hunks are larger than they had to be. */
	readonly isCoarse: boolean;
}

/** A merged text. `text` keeps base where hunks are conflicted; `marked` shows the sides there, between conflict markers. */
export type TextMerge =
	| ({ readonly status: 'clean'; readonly text: string } & TextMergeFacts)
	| ({ readonly status: 'conflicted'; readonly text: string; readonly marked: string } & TextMergeFacts);

export interface TextSettings {
	/** Whether a conflict between lines is tried once more word by word. Default true. */
	readonly words?: boolean;
	/**
	 * `follow`: a side that changed all line ends (LF or CR LF) made one change, apart from its words. `exact`: its end is part of
	 * a line, as git has it. Default 'follow'.
	 */
	readonly lineEnds?: 'follow' | 'exact';
	/** Whose text a conflicted hunk gets; the other's stands in the hunk. Default null: the hunk stays conflicted. */
	readonly prefer?: Side | null;
	/** Most steps of comparing; past it, hunks get coarser. Default 20,000,000 and 10 for every character. */
	readonly stepLimit?: number;
}
