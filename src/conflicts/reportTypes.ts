import type { SuggestedPolicy } from './types';

/** What a report is about. Times are ISO 8601. */
export interface ReportScope {
	/** Name of the pair; absent: all pairs. */
	readonly pair?: string;
	/** From this time on; absent: from the beginning. */
	readonly from?: string;
	/** Before this time; absent: until now. */
	readonly to?: string;
	/** Recurring conflicts named at most, 1 to 1000. Default 20. */
	readonly limit?: number;
}

/** Conflicts raised in the period, by what became of them. */
export interface RaisedCounts {
	readonly raised: number;
	readonly open: number;
	readonly resolved: number;
	readonly superseded: number;
}

/** A field of a record that conflicted more than once in the period. */
export interface Recurring {
	readonly pair: string;
	readonly link: string;
	readonly title: string | null;
	readonly localKey: string | null;
	readonly remoteId: string | null;
	readonly field: string;
	readonly times: number;
	readonly firstAt: string;
	readonly lastAt: string;
	readonly isOpen: boolean;
}

/** How many of the conflicts open now a policy would settle. */
export interface WouldSettle {
	readonly policy: SuggestedPolicy;
	readonly settles: number;
	/** How many were looked at: all open ones, but for `text` 5,000 at most. */
	readonly of: number;
}

export interface ConflictReport {
	readonly pair: string | null;
	readonly from: string | null;
	readonly to: string | null;
	/** Conflicts raised in the period. */
	readonly total: RaisedCounts;
	readonly byKind: ReadonlyArray<RaisedCounts & { readonly kind: string }>;
	readonly byField: ReadonlyArray<RaisedCounts & { readonly field: string }>;
	/** Decisions of the period: by a policy, or by a person. */
	readonly byStrategy: ReadonlyArray<{ readonly strategy: string; readonly decided: number }>;
	/** Decisions of people in the period; `overtaken`: values moved before they were carried out. */
	readonly byResolver: ReadonlyArray<{ readonly resolver: string; readonly decided: number; readonly carriedOut: number; readonly waiting: number; readonly overtaken: number }>;
	readonly recurringCount: number;
	readonly recurring: readonly Recurring[];
	/** Conflicts open now, whenever they were raised. */
	readonly open: { readonly count: number; readonly oldestAt: string | null; readonly wouldSettle: readonly WouldSettle[]; /** The best of these in a sentence. */ readonly message: string };
}
