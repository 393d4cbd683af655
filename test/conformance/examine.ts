import type { Check } from './check';
import type { Report } from './outcome';
import { Recorder } from './recorded/recorder';
import { recordingOf, type Recording } from './recorded/recording';
import { runChecks } from './runChecks';
import type { Listener } from './client';
import type { OpenWorld } from './world/world';

/** What came of all checks on one server, and what it answered. */
export interface Examination {
	readonly report: Report;
	readonly recording: Recording;
}

export interface ExamineOptions {
	/** What it is called in reports. */
	readonly server: string;
	readonly open: (onReply: Listener) => Promise<OpenWorld>;
	/** Checks it is known not to pass, with the reason. */
	readonly gaps?: ReadonlyMap<string, string>;
	readonly signal?: AbortSignal;
}

/** Opens a world, carries out the checks, and takes the world away again, whatever happened. */
export async function examine(checks: readonly Check[], { server, open, gaps, signal }: ExamineOptions): Promise<Examination> {
	const recorder = new Recorder();
	const { world, renamed, fields, close } = await open(recorder.listen);
	const date = new Date().toISOString().slice(0, 10);
	let left: readonly string[] = [];
	try {
		const outcomes = await runChecks(checks, world, { onStart: ({ id }) => recorder.begin(id), gaps, signal });
		recorder.end();
		const about = { version: world.version, date, source: server };
		const recording = recordingOf(recorder, { renamed, fields }, about);
		left = await close();
		return { report: { server, version: world.version, date, outcomes, left }, recording };
	} catch (error) {
		await close();
		throw error;
	}
}
