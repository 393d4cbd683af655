import { readFile, writeFile } from 'node:fs/promises';
import { runCommand } from './runCommand';

/** Memory of a process over time, in bytes of resident memory. */
export interface MemoryWatch {
	/** Now; null where the system does not tell. */
	now(): Promise<number | null>;
	/** The most since the watch began; on Linux exact, elsewhere the largest of samples taken every two seconds. */
	peak(): Promise<number | null>;
	stop(): void;
}

const SAMPLE_EVERY_MS = 2000;

export function watchMemory(pid: number): MemoryWatch {
	let largest: number | null = null;
	const sample = async (): Promise<number | null> => {
		const bytes = await residentBytes(pid);
		if (bytes !== null) largest = Math.max(largest ?? 0, bytes);
		return bytes;
	};
	const isPeakReset = resetKernelPeak(pid);
	const timer = setInterval(() => void sample(), SAMPLE_EVERY_MS);
	timer.unref();
	return {
		now: sample,
		peak: async () => {
			await sample();
			return ((await isPeakReset) ? await kernelPeak(pid) : null) ?? largest;
		},
		stop: () => clearInterval(timer),
	};
}

async function residentBytes(pid: number): Promise<number | null> {
	if (process.platform === 'linux') return await statusField(pid, 'VmRSS');
	if (process.platform === 'win32') return null;
	const { code, stdout } = await runCommand({ file: 'ps', args: ['-o', 'rss=', '-p', String(pid)] });
	return code === 0 && stdout.trim() !== '' ? Number(stdout.trim()) * 1024 : null;
}

/** Else the kernel's peak would be that of starting up; '5' in clear_refs sets it to what is used now (proc(5)). False where that is not to be had. */
async function resetKernelPeak(pid: number): Promise<boolean> {
	if (process.platform !== 'linux') return false;
	return await writeFile(`/proc/${pid}/clear_refs`, '5').then(() => true, () => false);
}

async function kernelPeak(pid: number): Promise<number | null> {
	return process.platform === 'linux' ? await statusField(pid, 'VmHWM') : null;
}

/** A field of /proc/<pid>/status (proc(5)); null once the process is gone. */
async function statusField(pid: number, name: 'VmRSS' | 'VmHWM'): Promise<number | null> {
	try {
		const found = new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(await readFile(`/proc/${pid}/status`, 'utf8'));
		return found === null ? null : Number(found[1]) * 1024;
	} catch {
		return null;
	}
}
