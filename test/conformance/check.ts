import type { Need, Things, World } from './world/world';
import type { VersionRange } from './versions';

export const AREAS = ['create', 'customFields', 'update', 'delete', 'list', 'other'] as const;

export type Area = (typeof AREAS)[number];

/** What a server of these versions has to answer: one text, one of several, or a text of this form. */
export interface Expectation extends VersionRange {
	readonly answer: string | readonly string[] | RegExp;
}

/** Where a behaviour is known from. */
export type Source =
	/** A running 15.4.0 answered so (a tree of February 2025, before its scheduling change). */
	| 'seen'
	/** Seen, and OpenProject's documents or source say the same of other versions. */
	| 'seen, read'
	/** OpenProject's documents or source only. */
	| 'read';

/** One behaviour of OpenProject's API and what it looks like. */
export interface Check {
	/** Letter of the area and a number, as in the table of results. */
	readonly id: string;
	readonly area: Area;
	readonly behaviour: string;
	readonly source: Source;
	/** What has to be there besides a project and a key that may work in it. */
	readonly needs: readonly Need[];
	/** Versions none of these names are noted, not judged. */
	readonly expected: readonly Expectation[];
	/** Asks the server and tells its answer in a short text. */
	readonly answer: (world: World, things: Things) => Promise<string>;
}

/** A check as it is written down: it can only use the things it needs. */
export interface CheckSpec<Needed extends Need> {
	readonly id: string;
	readonly behaviour: string;
	readonly source?: Source;
	readonly needs?: readonly Needed[];
	readonly expected: readonly Expectation[];
	readonly answer: (world: World, things: Pick<Things, Needed>) => Promise<string>;
}

/** Gives back how checks of one area are written down. */
export function checksOf(area: Area) {
	return <Needed extends Need = never>(spec: CheckSpec<Needed>): Check => ({ source: 'seen, read', needs: [], ...spec, area });
}

/** The same in all versions, by OpenProject's documents or source. */
export function always(answer: Expectation['answer']): readonly Expectation[] {
	return [{ answer }];
}

/** Seen on 15.4.0's tree, which lies between 15.3 and 15.4; not known of others. */
export function seen(answer: Expectation['answer']): readonly Expectation[] {
	return [{ from: '15.3', below: '15.5', answer }];
}

export function since(from: string, answer: Expectation['answer']): Expectation {
	return { from, answer };
}

export function before(below: string, answer: Expectation['answer']): Expectation {
	return { below, answer };
}
