/** What can happen to the one record, and to the syncs of it. */
export const ACTIONS = ['edit here', 'edit there', 'delete here', 'delete there', 'create here', 'create there', 'sync', 'die before writing', 'die after writing', 'die halfway'] as const;
export type Action = (typeof ACTIONS)[number];

/** Commits after which the run that dies halfway dies. */
export const HALFWAY_COMMITS = 14;

/** Whether the action makes sense where there is a record or none; whether a run gets as far as to die only playing it tells. */
export function isPossible(action: Action, { here, there }: { readonly here: boolean; readonly there: boolean }): boolean {
	switch (action) {
		case 'edit here':
		case 'delete here': return here;
		case 'create here': return !here;
		case 'edit there':
		case 'delete there': return there;
		case 'create there': return !there;
		case 'sync':
		case 'die before writing':
		case 'die after writing':
		case 'die halfway': return true;
	}
}
