/** What the command line asked for. */
export type ParsedArguments =
	| { readonly status: 'run'; readonly only: readonly string[] }
	| { readonly status: 'list' }
	| { readonly status: 'help' }
	/** What was wrong, in a sentence. */
	| { readonly status: 'wrong'; readonly message: string };

export const HELP = `Breaks the engine in chosen ways, one at a time, in a copy of the package, and expects the test named for each to fail.

  npm run mutations                        all of them
  npm run mutations -- --only name,name    these alone
  npm run mutations -- --list              names, files and tests, without running anything
  npm run mutations -- --help              this text

Ends by 'N caught, M survived', and with 0 only where none survived.
`;

/** Reads the command line (without node and script). Never throws. */
export function parseArguments(argv: readonly string[], known: readonly string[]): ParsedArguments {
	const [word, value, ...rest] = argv;
	if (word === undefined) return { status: 'run', only: known };
	if (word === '--help' || word === '-h') return { status: 'help' };
	if (word === '--list' && value === undefined) return { status: 'list' };
	if (word !== '--only' || rest.length > 0) return { status: 'wrong', message: `'${argv.join(' ')}' is not understood. Allowed are --only name,name, --list and --help.` };
	const names = (value ?? '').split(',').filter((name) => name !== '');
	if (names.length === 0) return { status: 'wrong', message: '--only needs the names of mutations, separated by commas.' };
	const unknown = names.filter((name) => !known.includes(name));
	if (unknown.length > 0) return { status: 'wrong', message: `There is no mutation ${unknown.map((name) => `'${name}'`).join(', ')}. --list shows them all.` };
	return { status: 'run', only: [...new Set(names)] };
}
