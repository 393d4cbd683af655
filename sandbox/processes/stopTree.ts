import { execFile } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';

/**
 * Ends a child that was spawned with `detached: true`, and all it started: asks the child first, so that it can end its own
 * children, and kills the whole process group once `patienceMs` have passed or the child is gone.
 */
export async function stopTree(child: ChildProcess, patienceMs: number): Promise<void> {
	if (child.pid === undefined) return;
	if (isAlive(child)) {
		const gone = exitOf(child);
		if (process.platform === 'win32') await killWindowsTree(child.pid);
		else child.kill('SIGTERM');
		if (!(await within(gone, patienceMs))) {
			killGroup(child.pid);
			await within(gone, 5000);
		}
	}
	killGroup(child.pid);
}

/** Kills a child and all it started, at once. */
export function killTree(child: ChildProcess): void {
	if (child.pid === undefined) return;
	if (process.platform === 'win32') void killWindowsTree(child.pid);
	else killGroup(child.pid);
}

function isAlive(child: ChildProcess): boolean {
	return child.exitCode === null && child.signalCode === null;
}

async function exitOf(child: ChildProcess): Promise<void> {
	await new Promise<void>((resolve) => child.once('exit', () => resolve()));
}

async function within(event: Promise<void>, ms: number): Promise<boolean> {
	let timer: NodeJS.Timeout | undefined;
	const late = new Promise<false>((resolve) => {
		timer = setTimeout(() => resolve(false), ms);
	});
	const inTime = await Promise.race([event.then(() => true), late]);
	clearTimeout(timer);
	return inTime;
}

function killGroup(pid: number): void {
	if (process.platform === 'win32') return;
	try {
		process.kill(-pid, 'SIGKILL');
	} catch (error) {
		// ESRCH: nobody of the group is left. EPERM: macOS says so of groups that only hold zombies.
		const code = (error as NodeJS.ErrnoException).code;
		if (code !== 'ESRCH' && code !== 'EPERM') throw error;
	}
}

async function killWindowsTree(pid: number): Promise<void> {
	await new Promise<void>((resolve) => execFile('taskkill', ['/pid', String(pid), '/t', '/f'], () => resolve()));
}
