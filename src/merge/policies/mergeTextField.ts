import { mergeText, type TextHunk } from '../text';
import type { FieldState, Lost, PartConflict, PolicySpec, Refusal } from '../types';
import type { Choice } from '../unit';
import { refuse, refuseKind, refuseParts } from './refuse';
import { refuseWholeValue } from './refuseWholeValue';

/** Both edits of a text in one. Dates, numbers, codes and the like are no text, whatever their type. A base of null is an empty text; without base there is nothing to tell edits from, so it passes on. */
export function mergeTextField(policy: Pick<Extract<PolicySpec, { kind: 'text' }>, 'words' | 'lineEnds' | 'prefer'>, state: FieldState): Choice | Refusal {
	const refused = refuseKind('text', state, 'texts', (value) => typeof value === 'string');
	if (refused !== null) return refused;
	if (state.base === undefined) return refuse('text', `Field '${state.name}' has no base, so nothing tells what either side changed. Give a base, or pick a policy that chooses a side.`);
	const texts = { base: (state.base ?? '') as string, local: state.local as string, remote: state.remote as string };
	const whole = refuseWholeValue('text', state.name, texts);
	if (whole !== null) return whole;
	const merge = mergeText(texts, policy);
	if (merge.status === 'conflicted') return refuseParts('text', state, conflictsIn(merge.hunks), merge.marked);
	return { winner: 'merged', value: merge.text, lost: merge.hunks.flatMap(lostIn), hunks: merge.hunks };
}

function conflictsIn(hunks: readonly TextHunk[]): PartConflict[] {
	return hunks
		.filter(({ status }) => status === 'conflicted')
		.map(({ line, base, local, remote }) => ({ path: `line ${line}`, kind: 'both_changed', values: { base, local, remote } }));
}

function lostIn({ status, line, local, remote }: TextHunk): Lost[] {
	if (status === 'preferred_local') return [{ side: 'remote', value: remote, path: `line ${line}` }];
	return status === 'preferred_remote' ? [{ side: 'local', value: local, path: `line ${line}` }] : [];
}
