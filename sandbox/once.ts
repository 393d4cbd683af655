import type { Boot, Sandbox } from './boot';
import { compareSides, NO_EXEMPTIONS, type Exemptions, type Sides } from './compareSides';
import { watchMemory } from './processes/memory';
import { describeFinding, describeRun, runLineOf, type OnceReport } from './report';
import { progressTeller } from './runProgress';
import { makeScriptedEdits, type EditScript } from './scriptedEdits';
import { runSync, type Finding, type SyncRun, type SyncStart } from './syncRuns';
import { readVersions, writesBetween } from './versionsOfSides';

type Narrate = Pick<Boot, 'say' | 'signal'>;

/** What the story came to so far. */
interface Story {
	readonly runs: SyncRun[];
	readonly problems: string[];
}

/** The first sync may end at its deadline and go on with the next run; for ever would be a fault. */
const MOST_FULL_RUNS = 50;

/**
 * The whole story, once: full sync; with embedded systems edits on both sides, an incremental sync, and a last one that
 * must write nothing (with systems of one's own only an incremental sync); then both sides are compared.
 */
export async function goThroughOnce(sandbox: Sandbox, narrate: Narrate): Promise<OnceReport> {
	const memory = watchMemory(sandbox.n8n.pid);
	const story: Story = { runs: [], problems: [] };
	try {
		const idleMemoryBytes = await memory.now();
		const compared = await tellStory(sandbox, story, narrate);
		const extra = { compared, idleMemoryBytes, peakMemoryBytes: await memory.peak() };
		return { n8n: sandbox.n8n.version, runs: story.runs.map(runLineOf), inSync: story.problems.length === 0, problems: story.problems, ...extra };
	} finally {
		memory.stop();
	}
}

/** Returns how many records were compared; 0 where it did not come to that. A run that fails is a problem of the story, with what came before kept. */
async function tellStory(sandbox: Sandbox, story: Story, narrate: Narrate): Promise<number> {
	const sides: Sides = { databaseUrl: sandbox.systems.databaseUrl, openProject: sandbox.systems.openProject, timeZone: sandbox.timeZone };
	try {
		await syncFully(sandbox, story, narrate);
		const exempt = sandbox.systems.otherKey === null ? await followUp(sandbox, story, narrate) : await editAndFollowUp(sandbox, sandbox.systems.otherKey, sides, story, narrate);
		const comparison = await compareSides(sides, exempt);
		story.problems.push(...comparison.differences);
		if (comparison.differenceCount > comparison.differences.length) story.problems.push(`${comparison.differenceCount} differences in all.`);
		narrate.say(comparison.agree ? `compared ${comparison.compared.toLocaleString('en-US')} records: both sides agree` : `compared: ${comparison.differenceCount} differences`);
		return comparison.compared;
	} catch (error) {
		narrate.signal.throwIfAborted();
		story.problems.push(error instanceof Error ? error.message : String(error));
		return 0;
	}
}

async function syncFully(sandbox: Sandbox, story: Story, narrate: Narrate): Promise<void> {
	for (let count = 1; count <= MOST_FULL_RUNS; count++) {
		const run = await tellRun(sandbox, sandbox.full, story, narrate);
		if (run.summary.status !== 'partial') return requireDone(run, story);
		narrate.say('the sync ended before it was through; it goes on');
	}
	story.problems.push(`The full sync was not through after ${MOST_FULL_RUNS} runs.`);
}

async function followUp(sandbox: Sandbox, story: Story, narrate: Narrate): Promise<Exemptions> {
	const run = await tellRun(sandbox, sandbox.incremental, story, narrate);
	requireDone(run, story);
	const open = [...run.conflicts, ...run.failures];
	return { ...NO_EXEMPTIONS, rows: open.flatMap(rowIdOf), workPackages: open.flatMap(({ remoteId }) => (remoteId === null ? [] : [remoteId])) };
}

async function editAndFollowUp(sandbox: Sandbox, otherKey: string, sides: Sides, story: Story, narrate: Narrate): Promise<Exemptions> {
	requireNoFindings(story.runs.at(-1)!, story);
	const script = await makeScriptedEdits(sides.databaseUrl, { ...sides.openProject, key: otherKey });
	narrate.say('edits made', ...script.lines.map((line) => `  ${line}`));
	const second = await tellRun(sandbox, sandbox.incremental, story, narrate);
	requireDone(second, story);
	requireScriptedConflict(second, script, story);
	const before = await readVersions(sides);
	const third = await tellRun(sandbox, sandbox.incremental, story, narrate);
	requireDone(third, story);
	const writes = writesBetween(before, await readVersions(sides));
	story.problems.push(...writes.map((write) => `The last run was to write nothing, but: ${write}`));
	narrate.say(writes.length === 0 ? 'the last run wrote nothing: every row version and lockVersion is as it was' : 'the last run wrote something, though nothing had changed');
	return { ...NO_EXEMPTIONS, fields: [{ rowId: script.conflict.rowId, field: 'title' }], rejected: [script.deleted.workPackage] };
}

async function tellRun(sandbox: Sandbox, start: SyncStart, story: Story, narrate: Narrate): Promise<SyncRun> {
	const run = await runSync({ ...start, onPoll: progressTeller(sandbox.systems.databaseUrl, narrate.say) });
	story.runs.push(run);
	narrate.say(...describeRun(run));
	return run;
}

function requireDone({ summary }: SyncRun, story: Story): void {
	if (summary.status !== 'done') story.problems.push(`A run in mode ${summary.mode} ended as '${summary.status}' and not as 'done': ${summary.message}`);
}

function requireNoFindings({ conflicts, failures }: SyncRun, story: Story): void {
	story.problems.push(...[...conflicts, ...failures].map((finding) => `The first sync was to leave nothing open, but: ${describeFinding(finding)}`));
}

/** Exactly the one that was staged: the title of that record, with nothing of it written. */
function requireScriptedConflict({ conflicts, failures, summary }: SyncRun, script: EditScript, story: Story): void {
	story.problems.push(...failures.map((finding) => `After the edits nothing was to fail, but: ${describeFinding(finding)}`));
	const unexpected = conflicts.filter((conflict) => !rowIdOf(conflict).includes(script.conflict.rowId));
	story.problems.push(...unexpected.map((finding) => `After the edits one conflict was expected, but there is another: ${describeFinding(finding)}`));
	if (summary.conflictCount - unexpected.length !== 1) story.problems.push(`Two different titles were given to row ${script.conflict.rowId}; that was to be one conflict, but ${summary.conflictCount - unexpected.length} were reported.`);
}

/** The local key is the text of a JSON array. */
function rowIdOf({ localKey }: Finding): readonly string[] {
	return localKey === null ? [] : [String((JSON.parse(localKey) as readonly unknown[])[0])];
}
