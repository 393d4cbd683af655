/** What can be measured, in the order in which it is. */
export const SECTIONS = ['upsert', 'sync', 'nodes'] as const;
export type Section = (typeof SECTIONS)[number];

/** What the command line asked for. */
export interface BenchOptions {
	readonly sections: readonly Section[];
	/** Rows of an upsert. */
	readonly rows: number;
	/** Links of the smaller and the larger sync. */
	readonly links: readonly [number, number];
	/** How often each case is measured; its median counts. */
	readonly rounds: number;
}

export type ParsedArguments =
	| { readonly status: 'run'; readonly options: BenchOptions }
	| { readonly status: 'help' }
	/** What was wrong, in sentences for people. */
	| { readonly status: 'wrong'; readonly message: string };

export const DEFAULTS = { rows: 100_000, links: [10_000, 100_000], rounds: 7 } as const;
/** The measured changes need this many records, and less says nothing. */
const FEWEST = 500;
const MOST = 1_000_000;
const MOST_ROUNDS = 100;

export const HELP = `Measures the package against what it promises about speed and memory.

  npm run bench                   everything, in twelve minutes on two quiet cores
  npm run bench -- upsert         batch upserts, against psql
  npm run bench -- sync           full and incremental syncs, against the OpenProject stand-in
  npm run bench -- nodes          nodes, against n8n's own on the same items

Options, for quick trials (goals are judged, and bench/results.json is written, at the default sizes only)
  --rows N                        rows of an upsert, ${FEWEST} to ${MOST} (default ${DEFAULTS.rows})
  --links A,B                     links of the smaller and the larger sync (default ${DEFAULTS.links.join(',')})
  --rounds N                      how often each case is measured, 1 to ${MOST_ROUNDS} (default ${DEFAULTS.rounds})
  --help                          this text
`;

/** Thrown inside this file only; becomes `wrong`. */
class WrongArgument extends Error {}

const VALUED = ['--rows', '--links', '--rounds'] as const;

/** Reads the command line (without node and script). Never throws. */
export function parseArguments(argv: readonly string[]): ParsedArguments {
	if (argv.includes('--help') || argv.includes('-h')) return { status: 'help' };
	try {
		const { words, given } = collect(argv);
		const links = linksOf(given.get('--links'));
		return { status: 'run', options: { sections: sectionsOf(words), rows: numberOf(given, '--rows', DEFAULTS.rows, FEWEST, MOST), links, rounds: numberOf(given, '--rounds', DEFAULTS.rounds, 1, MOST_ROUNDS) } };
	} catch (error) {
		if (error instanceof WrongArgument) return { status: 'wrong', message: error.message };
		throw error;
	}
}

/** Whether sizes or fewer rounds were chosen for a trial: then goals are not judged. */
export function isTrial({ rows, links, rounds }: BenchOptions): boolean {
	return rows !== DEFAULTS.rows || links[0] !== DEFAULTS.links[0] || links[1] !== DEFAULTS.links[1] || rounds < DEFAULTS.rounds;
}

function collect(argv: readonly string[]): { readonly words: readonly string[]; readonly given: ReadonlyMap<string, string> } {
	const words: string[] = [];
	const given = new Map<string, string>();
	for (let index = 0; index < argv.length; index++) {
		const argument = argv[index] as string;
		if (!argument.startsWith('-')) {
			words.push(argument);
			continue;
		}
		const at = argument.indexOf('=');
		const name = at > 0 ? argument.slice(0, at) : argument;
		if (!(VALUED as readonly string[]).includes(name)) throw new WrongArgument(`'${name}' is not an option. Allowed are ${VALUED.join(', ')} and --help.`);
		if (given.has(name)) throw new WrongArgument(`${name} is given twice. Give it once.`);
		const value = at > 0 ? argument.slice(at + 1) : argv[++index];
		if (value === undefined || value === '' || (at < 0 && value.startsWith('--'))) throw new WrongArgument(`${name} needs a value, e.g. ${name} ${name === '--links' ? '1000,5000' : '1000'}.`);
		given.set(name, value);
	}
	return { words, given };
}

function sectionsOf(words: readonly string[]): readonly Section[] {
	const unknown = words.find((word) => !(SECTIONS as readonly string[]).includes(word));
	if (unknown !== undefined) throw new WrongArgument(`'${unknown}' cannot be measured. Allowed are ${SECTIONS.join(', ')}, or nothing for all of them.`);
	return words.length === 0 ? SECTIONS : SECTIONS.filter((section) => words.includes(section));
}

function linksOf(text: string | undefined): readonly [number, number] {
	if (text === undefined) return DEFAULTS.links;
	const [small, large, ...rest] = text.split(',').map(Number);
	const isSize = (value: number | undefined): value is number => Number.isInteger(value) && (value as number) >= FEWEST && (value as number) <= MOST;
	if (!isSize(small) || !isSize(large) || rest.length > 0 || small >= large) {
		throw new WrongArgument(`--links is '${text}'; it must be two whole numbers from ${FEWEST} to ${MOST}, the smaller first, e.g. 1000,5000.`);
	}
	return [small, large];
}

function numberOf(given: ReadonlyMap<string, string>, name: string, fallback: number, least: number, most: number): number {
	const text = given.get(name);
	if (text === undefined) return fallback;
	const value = Number(text);
	if (!/^\d+$/.test(text) || value < least || value > most) throw new WrongArgument(`${name} is '${text}'; it must be a whole number from ${least} to ${most}.`);
	return value;
}
