import { readFile, rename, writeFile } from 'node:fs/promises';
import type { Figure } from './figures';

/** What a results file holds, by name. */
export type Results = Readonly<Record<string, Omit<Figure, 'name'>>>;

/** Figures of before with those of now: a name measured again is replaced, others stay. Sorted by name. */
export function mergeResults(before: Results, figures: readonly Figure[]): Results {
	const merged = new Map(Object.entries(before));
	for (const { name, value, unit, goal, better } of figures) merged.set(name, { value, unit, goal, better });
	return Object.fromEntries([...merged].sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** Adds figures to the file, which is whole at every moment. Throws where it holds something else than results. */
export async function addToResults(file: string, figures: readonly Figure[]): Promise<void> {
	const merged = mergeResults(await readResults(file), figures);
	const fresh = `${file}.${process.pid}`;
	await writeFile(fresh, `${JSON.stringify(merged, null, '\t')}\n`);
	await rename(fresh, file);
}

async function readResults(file: string): Promise<Results> {
	const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
		if (error.code === 'ENOENT') return '{}';
		throw error;
	});
	try {
		const results: unknown = JSON.parse(text);
		if (typeof results === 'object' && results !== null && !Array.isArray(results)) return results as Results;
	} catch (cause) {
		throw new Error(`${file} cannot be read as JSON. Delete it to start afresh.`, { cause });
	}
	throw new Error(`${file} holds no results by name. Delete it to start afresh.`);
}
