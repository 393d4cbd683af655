import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';

/**
 * Takes a folder for this process, for as long as it lives; makes it if need be. Returns what gives it free again. Throws
 * where another living process has it. The mark stands beside the folder, so that the folder itself may be thrown away.
 */
export async function claimFolder(folder: string): Promise<() => Promise<void>> {
	const mark = `${folder}.running`;
	await mkdir(folder, { recursive: true });
	for (;;) {
		try {
			await writeFile(mark, String(process.pid), { flag: 'wx' });
			return async () => await rm(mark, { force: true });
		} catch (error) {
			if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
		}
		const holder = Number(await readFile(mark, 'utf8').catch(() => ''));
		if (holder > 0 && isAlive(holder)) {
			throw new Error(`Another sandbox (process ${holder}) works on ${folder}. End it first, or start one of another size with --tasks. If there is none, delete ${mark}.`);
		}
		await rm(mark, { force: true });
	}
}

function isAlive(pid: number): boolean {
	try {
		process.kill(pid, 0);
		return true;
	} catch (error) {
		// EPERM: alive, but somebody else's.
		return (error as NodeJS.ErrnoException).code === 'EPERM';
	}
}
