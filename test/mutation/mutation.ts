/** One way to break the engine that a test has to notice. */
export interface Mutation {
	/** In kebab case, unique. */
	readonly name: string;
	/** From the root of the package. */
	readonly file: string;
	/** Text that occurs exactly once in the file, line ends and tabs included. */
	readonly find: string;
	readonly replace: string;
	/** What a user would lose if the engine were like this. */
	readonly why: string;
	/** Test files in each of which a test has to fail; none: nothing notices yet. */
	readonly tests: readonly string[];
	/** Which of their tests, as a regular expression for Jest's -t. */
	readonly testName: string;
}

/** The file's text with the mutation in it. Throws an Error where the place is not there, or not unique. */
export function mutate(mutation: Mutation, source: string): string {
	const count = source.split(mutation.find).length - 1;
	if (count !== 1) throw new Error(`'${mutation.name}': the text to be replaced occurs ${count} times in ${mutation.file} instead of once. Adapt the mutation to the code.`);
	if (mutation.find === mutation.replace) throw new Error(`'${mutation.name}' replaces its text by the same.`);
	return source.replace(mutation.find, () => mutation.replace);
}
