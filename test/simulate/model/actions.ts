/** What can happen to the one record, and to the syncs of it. */
export const ACTIONS = ['edit here', 'edit there', 'delete here', 'delete there', 'create here', 'create there', 'sync', 'die before writing', 'die after writing', 'die halfway'] as const;
export type Action = (typeof ACTIONS)[number];

/** Commits after which the run that dies halfway dies. */
export const HALFWAY_COMMITS = 14;
