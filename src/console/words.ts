import type { RunStatus, RunTask } from '../run/types';

/** Words for people, for every value they stand for. */
export const STATUS_WORDS: Readonly<Record<RunStatus, string>> = {
	running: 'Running',
	done: 'Done',
	partial: 'Partly done',
	stopped_by_guard: 'Stopped by a guard',
	skipped: 'Skipped',
	previewed: 'Preview',
	cancelled: 'Cancelled',
	failed: 'Failed',
};

export const TASK_WORDS: Readonly<Record<RunTask['kind'], string>> = {
	sync: 'Sync',
	resync: 'Resync',
	apply_plan: 'Apply plan',
	undo: 'Undo',
	release: 'Release links',
};

const KIND_WORDS: Readonly<Record<string, string>> = {
	both_changed: 'Both sides changed it',
	no_base: 'They differ, and nothing was agreed before',
	delete_versus_update: 'Deleted on one side, edited on the other',
	delete_would_cascade: 'Deleting it would delete records below it',
	cycle: 'The moves of both sides would make a circle',
	unstable: 'It goes back and forth without an edit',
	order: 'Both sides moved it, to different places',
	edited_since: 'Edited after the run that is undone',
};

/** A kind of conflict in words; a kind of a newer version as it is. */
export function kindWords(kind: string): string {
	return KIND_WORDS[kind] ?? kind.replaceAll('_', ' ');
}

/** A name in code as words: `apply_plan` is 'apply plan'. */
export function plainWords(name: string): string {
	return name.replaceAll('_', ' ');
}

/** A field as people see it. */
export function fieldWords(field: string): string {
	return field === '*' ? 'the whole record' : field;
}
