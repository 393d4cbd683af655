import type { Aside, AsideExample, AsideKind, Asides } from '../postgres/stores/asideStore';
import { counted } from './counted';

/** Everything a run saw and did not carry, though it is neither a conflict nor a failure. */
export interface NotCarried {
	readonly asides: Asides;
	/** Records that left the pair's scope in this run. */
	readonly left: number;
	/** Deleted records that were edited since, where deletions win. */
	readonly editedAfterDelete: number;
}

const WORDS: Readonly<Record<AsideKind, (count: number) => string>> = {
	held: (count) => `${counted(count, 'record')} on hold after an undo`,
	unseen: (count) => `${counted(count, 'linked work package')} gone or out of sight`,
	outside: (count) => `${counted(count, 'record')} edited outside the pair's scope`,
	one_way: (count) => `${counted(count, 'record')} edited where the other side is not written`,
	unresolved: (count) => `${counted(count, 'record')} naming a person or record without a partner`,
	waiting: (count) => `${counted(count, 'record')} left to the next run`,
};

/** Kinds in the order they are told. */
const KINDS = Object.keys(WORDS) as AsideKind[];

/** Whether everything that was seen is carried. */
export function isAllCarried({ asides, left, editedAfterDelete }: NotCarried): boolean {
	return left + editedAfterDelete === 0 && KINDS.every((kind) => asides[kind].count === 0);
}

/** What is not carried, as the end of a run's message; empty where there is nothing. */
export function asideSentence({ asides, left, editedAfterDelete }: NotCarried): string {
	const parts = KINDS.filter((kind) => asides[kind].count > 0).map((kind) => WORDS[kind](asides[kind].count));
	if (editedAfterDelete > 0) parts.push(`${counted(editedAfterDelete, 'deleted record')} edited since`);
	const gone = left === 0 ? '' : ` ${counted(left, 'record')} left the pair's scope.`;
	return `${gone}${parts.length === 0 ? '' : ` Not carried: ${parts.join(', ')}.`}`;
}

/** Counts of what stands aside as a list, for one who looks at the pair; empty where there is nothing. */
export function asideList(asides: Asides, kinds: readonly AsideKind[]): string {
	return kinds.filter((kind) => asides[kind].count > 0).map((kind) => WORDS[kind](asides[kind].count)).join(', ');
}

/** The records of a kind by what both sides call them: "work package 12 'Fix roof' (edited in OpenProject)". */
export function namesOf({ count, examples }: Aside): string {
	const named = examples.map(nameOf);
	return count > named.length ? `${named.join(', ')} and ${count - named.length} more` : named.join(', ');
}

function nameOf({ localKey, remoteId, title, edited }: AsideExample): string {
	const what = remoteId !== null ? `work package ${remoteId}` : `row ${localKey ?? ''}`;
	const where = edited.map((side) => (side === 'local' ? 'in the table' : 'in OpenProject'));
	return `${what}${title === null ? '' : ` '${title}'`}${where.length === 0 ? '' : ` (edited ${where.join(' and ')})`}`;
}
