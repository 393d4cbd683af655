import type { Mutation } from '../mutation';

/** The conflict queue and health. */
export const overseeing: readonly Mutation[] = [
	{
		name: 'decided-on-an-older-state',
		file: 'src/conflicts/answerDecision.ts',
		find: 'if (decision.seen !== undefined && decision.seen !== row.version) return refuseChanged(row);',
		replace: '',
		why: 'Somebody would decide over values that nobody has looked at.',
		tests: ['test/conflicts/decide.test.ts'],
		testName: 'holds while the values are those that were seen',
	},
	{
		name: 'decided-without-what-it-was-decided-on',
		file: 'src/conflicts/decideChunk.ts',
		find: "decided_on = jsonb_build_object('local', c.local, 'remote', c.remote), ",
		replace: '',
		why: 'What a choice was made on would not be kept.',
		tests: ['test/conflicts/decide.test.ts'],
		testName: 'is kept with who, when',
	},
	{
		name: 'reopened-during-a-run',
		file: 'src/conflicts/reopen.ts',
		find: 'if (run !== null) return refuse(',
		replace: "if (run === '') return refuse(",
		why: 'A choice would be opened again while it is being carried out.',
		tests: ['test/conflicts/decide.test.ts', 'test/conflicts/carriedOut.test.ts'],
		testName: 'waits for the end of a run|cannot be reopened',
	},
	{
		name: 'error-rate-alone',
		file: 'src/health/checks/runChecks.ts',
		find: 'const severity = severityOf(ageMs, goodRunWarningMs, goodRunCriticalMs);',
		replace: 'const severity = severityOf(0 * ageMs, goodRunWarningMs, goodRunCriticalMs);',
		why: 'A schedule that stopped would stay healthy for ever: no run fails any more.',
		tests: ['test/health/health.test.ts'],
		testName: 'by the time since the last good run',
	},
	{
		name: 'in-step-with-edits-aside',
		file: 'src/postgres/stores/asideStore.ts',
		find: "when l.state = 'out_of_scope' then case when l.pending is not null then 'outside' end",
		replace: "when l.state = 'out_of_scope' then null",
		why: 'An edit that no run carries would be covered by a run that says all is in step.',
		tests: ['test/run/notCarried.test.ts'],
		testName: 'an edit in OpenProject of a record outside the filter',
	},
	{
		name: 'unseen-work-packages-unsaid',
		file: 'src/run/asideWords.ts',
		find: 'return left + editedAfterDelete === 0 && KINDS.every((kind) => asides[kind].count === 0);',
		replace: "return left + editedAfterDelete === 0 && KINDS.every((kind) => kind === 'unseen' || asides[kind].count === 0);",
		why: 'Half of the work packages could go out of sight while every run says all is in step.',
		tests: ['test/run/notCarried.test.ts'],
		testName: 'half of the work packages out of sight',
	},
];
