import type { PolicyOutcome, SuggestedPolicy, Suggestion } from './types';

/** Best first: what keeps both edits, then what keeps the newer one. */
const PREFERRED: readonly SuggestedPolicy[] = ['union', 'text', 'newest_wins', 'edit_wins'];

/** What a reviewer may start from, given what the policies would choose. */
export function suggest({ kind, local }: { readonly kind: string; readonly local: unknown }, policies: readonly PolicyOutcome[]): Suggestion {
	const best = PREFERRED.flatMap((policy) => policies.filter((one) => one.policy === policy && one.settles))[0];
	if (best === undefined) return { choice: null, reason: withoutPolicy(kind, policies) };
	switch (best.choice) {
		case 'merged': return { choice: 'custom', value: best.value ?? null, reason: `${best.reason} Nothing is lost.` };
		case 'edit': return { choice: local === null ? 'remote' : 'local', reason: `${best.reason} Nothing is lost.` };
		default: return { choice: 'newest', reason: best.reason };
	}
}

function withoutPolicy(kind: string, policies: readonly PolicyOutcome[]): string {
	switch (kind) {
		case 'cycle': return 'Both sides moved records so that they would be each other’s parent. Keep one of the two moves, or give another parent.';
		case 'unstable': return 'A rule or trigger changes what was written. Choose the value that it leaves alone, or change the rule.';
		case 'edited_since': return 'The run that is undone and a later edit differ. Only a person knows which is meant.';
		case 'delete_would_cascade': return 'Move or delete the work packages below it; the conflict then closes by itself.';
		default: return policies.find((one) => one.policy === 'newest_wins')?.reason ?? 'No policy settles this kind of conflict.';
	}
}
