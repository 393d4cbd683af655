import fc from 'fast-check';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { mergeText } from '../../../src/merge/text';
import type { Three } from '../../../src/merge/text/mergeTokens';
import { propertySettings } from '../../record/propertySettings';
import { threeTexts } from './drawnTexts';

const hasGit = spawnSync('git', ['--version']).status === 0;
/** Texts compared: 2,000, or ten times FC_RUNS. */
const numRuns = propertySettings.numRuns * 10;
const folder = mkdtempSync(join(tmpdir(), 'git-merge-file-'));

afterAll(() => rmSync(folder, { recursive: true, force: true }));

interface GitMerge {
	readonly conflictCount: number;
	readonly text: string;
}

function gitMergeFile(texts: Three<string>, ...options: string[]): GitMerge {
	const files = (['local', 'base', 'remote'] as const).map((side) => {
		const file = join(folder, side);
		writeFileSync(file, texts[side]);
		return file;
	});
	const labels = ['-L', 'local', '-L', 'base', '-L', 'remote'];
	const { status, stdout } = spawnSync('git', ['merge-file', '-p', ...options, ...labels, ...files], { encoding: 'utf8' });
	if (status === null || status > 127) throw new Error(`git merge-file ended with ${String(status)}`);
	return { conflictCount: status, text: stdout };
}

/** Takes out of git's `--diff3` text conflicts whose sides are the same. Without `--diff3` git resolves these itself. */
function withoutFalseConflicts(text: string): string {
	return text.replace(/<<<<<<< local\n([^]*?)\|\|\|\|\|\|\| base\n[^]*?=======\n([^]*?)>>>>>>> remote\n/g, (whole, local: string, remote: string) => (local === remote ? local : whole));
}

const gitTest = hasGit ? test : test.skip;

gitTest(`is clean or conflicted as git merge-file is, with the same text where clean (words off; skipped only where git is not installed)`, () => {
	const seen = { clean: 0, conflicted: 0 };
	fc.assert(fc.property(threeTexts, (texts) => {
		const git = gitMergeFile(texts);
		const ours = mergeText(texts, { words: false, lineEnds: 'exact' });
		expect(ours.status).toBe(git.conflictCount === 0 ? 'clean' : 'conflicted');
		if (ours.status === 'clean') expect(ours.text).toBe(git.text);
		seen[ours.status] += 1;
	}), { ...propertySettings, numRuns });
	expect(seen.clean).toBeGreaterThan(numRuns / 10);
	expect(seen.conflicted).toBeGreaterThan(numRuns / 10);
});

gitTest('shows the same conflicts as git merge-file --diff3, its conflicts between equal sides apart', () => {
	let conflicted = 0;
	fc.assert(fc.property(threeTexts, (texts) => {
		const ours = mergeText(texts, { words: false, lineEnds: 'exact' });
		// With CR LF git's markers end so, too, and a line end added before a marker hides whether sides are equal.
		if (ours.status === 'clean' || !Object.values(texts).every((text) => text === '' || (text.endsWith('\n') && !text.includes('\r')))) return;
		expect(ours.marked).toBe(withoutFalseConflicts(gitMergeFile(texts, '--diff3').text));
		conflicted += 1;
	}), { ...propertySettings, numRuns: numRuns / 2 });
	expect(conflicted).toBeGreaterThan(numRuns / 40);
});

gitTest.each([
	['no final line end on one side', { base: 'a\nb', local: 'a\nb', remote: 'a\nb\n' }],
	['no final line end anywhere, both append', { base: 'a', local: 'a\nb', remote: 'a\nc' }],
	['changes on neighbouring lines', { base: 'a\nb\n', local: 'A\nb\n', remote: 'a\nB\n' }],
	['changes with one line between', { base: 'a\nb\nc\n', local: 'A\nb\nc\n', remote: 'a\nb\nC\n' }],
	['the same insert in one place', { base: 'a\nb\n', local: 'a\nx\nb\n', remote: 'a\nx\nb\n' }],
	['an insert at a place that the other deletes', { base: 'a\nb\nc\n', local: 'a\nc\n', remote: 'a\nb\nx\nc\n' }],
	['a side that is emptied', { base: 'a\nb\n', local: '', remote: 'a\nB\n' }],
	['an empty base', { base: '', local: 'a\n', remote: 'a\n' }],
	['CR LF on one side', { base: 'a\nb\nc\n', local: 'a\r\nb\r\nc\r\n', remote: 'a\nB\nc\n' }],
])('agrees with git merge-file about %s', (_what, texts) => {
	const git = gitMergeFile(texts);
	const ours = mergeText(texts, { words: false, lineEnds: 'exact' });
	expect({ isConflicted: ours.status === 'conflicted', text: ours.status === 'clean' ? ours.text : null }).toEqual({ isConflicted: git.conflictCount > 0, text: git.conflictCount > 0 ? null : git.text });
});
