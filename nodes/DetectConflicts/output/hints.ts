import type { NodeExecutionHint } from 'n8n-workflow';
import type { Detection, Outcome, Source } from '../../../src/detect';

/** Remarks shown as hints of their own. */
const SHOWN_REMARKS = 5;

const WORDS: Readonly<Record<Outcome, string>> = { local_changed: 'Local Changed', remote_changed: 'Remote Changed', conflict: 'Conflicts', unchanged: 'Unchanged' };
const SOURCES: ReadonlyArray<readonly [Source, string]> = [['local', 'Local'], ['remote', 'Remote'], ['base', 'Base']];

/** What a person should read beside the output: how much was compared and what came of it, what was set aside, what looks odd. */
export function hintsOf({ findings, setAside, remarks }: Detection, counts: Readonly<Record<Source, number | null>>): readonly NodeExecutionHint[] {
	const compared = SOURCES.filter(([source]) => counts[source] !== null).map(([source, name]) => `${counts[source]} of ${name}`);
	const results = (Object.keys(WORDS) as Outcome[]).map((outcome) => `${findings.filter((finding) => finding.outcome === outcome).length} ${WORDS[outcome]}`);
	const agreed = findings.filter(({ kind }) => kind.startsWith('agreed_')).length;
	const hints = [hint(`Compared ${compared.join(', ')}: ${results.join(', ')}${agreed > 0 ? ` (${agreed} of them changed alike on both sides)` : ''}.`, 'info')];
	for (const [source, name] of SOURCES) {
		if (setAside[source] > 0) hints.push(hint(`${setAside[source]} item${setAside[source] === 1 ? '' : 's'} of ${name} ${setAside[source] === 1 ? 'was' : 'were'} set aside, because another item has the same key.`, 'warning'));
	}
	return [...hints, ...remarks.slice(0, SHOWN_REMARKS).map((remark) => hint(remark, 'warning'))];
}

function hint(message: string, type: 'info' | 'warning'): NodeExecutionHint {
	return { message, type, location: 'outputPane' };
}
