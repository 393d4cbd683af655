import { spawn } from 'node:child_process';
import { killTree } from './stopTree';

export interface Command {
	readonly file: string;
	readonly args: readonly string[];
	readonly cwd?: string;
	readonly env?: NodeJS.ProcessEnv;
	/** Aborting kills the command and all it started. */
	readonly signal?: AbortSignal;
	readonly timeoutMs?: number;
}

export interface CommandResult {
	/** null: it was killed, or could not be started. */
	readonly code: number | null;
	readonly stdout: string;
	readonly stderr: string;
}

const KEPT_CHARACTERS = 200_000;

/** Runs a command to its end and keeps what it printed. Resolves whatever its exit code; code is null where it could not be started. */
export async function runCommand(command: Command): Promise<CommandResult> {
	return await new Promise<CommandResult>((resolve) => {
		// A group of its own: Ctrl-C in the terminal reaches only us, and we decide what ends when.
		const child = spawn(command.file, [...command.args], { cwd: command.cwd, env: command.env, detached: process.platform !== 'win32', stdio: ['ignore', 'pipe', 'pipe'], windowsHide: true });
		const output = { stdout: '', stderr: '' };
		for (const stream of ['stdout', 'stderr'] as const) {
			child[stream].setEncoding('utf8');
			child[stream].on('data', (text: string) => {
				output[stream] = (output[stream] + text).slice(-KEPT_CHARACTERS);
			});
		}
		const kill = () => killTree(child);
		const timer = command.timeoutMs === undefined ? undefined : setTimeout(kill, command.timeoutMs);
		command.signal?.addEventListener('abort', kill);
		if (command.signal?.aborted === true) kill();
		const finish = (code: number | null, trouble = '') => {
			clearTimeout(timer);
			command.signal?.removeEventListener('abort', kill);
			resolve({ code, stdout: output.stdout, stderr: output.stderr + trouble });
		};
		child.once('error', (error) => finish(null, error.message));
		child.once('close', (code) => finish(code));
	});
}

/** The last lines of what a command or a log said, for a message. */
export function lastLines(text: string, count: number): string {
	return text.trimEnd().split('\n').slice(-count).join('\n');
}
