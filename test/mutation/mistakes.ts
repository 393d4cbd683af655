import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { mutate } from './mutation';
import type { Mutation } from './mutation';
import { typeChecker } from './typeErrors';

/** Says which names are given twice. */
export function repeatedNames(mutations: readonly Mutation[]): readonly string[] {
	const names = mutations.map(({ name }) => name);
	return names.filter((name, index) => names.indexOf(name) !== index).map((name) => `Two mutations are called '${name}'.`);
}

/** What is wrong with the mutations themselves: a place that is gone from the source or not unique, a change that does not compile. */
export async function mistakesIn(chosen: readonly Mutation[], root: string): Promise<readonly string[]> {
	const errorsIn = typeChecker(root);
	const mistakes: string[] = [];
	for (const mutation of chosen) {
		try {
			const text = mutate(mutation, await readFile(join(root, mutation.file), 'utf8'));
			mistakes.push(...errorsIn(mutation.file, text).map((message) => `'${mutation.name}' does not compile: ${message}`));
		} catch (error) {
			mistakes.push(error instanceof Error ? error.message : String(error));
		}
	}
	return mistakes;
}
