import { DEFAULT_OPENPROJECT_VERSION, OPENPROJECT_VERSIONS, type OpenProjectVersion } from './openproject/versions';

/** Systems of the user's own, instead of the embedded ones. */
export interface OwnSystems {
	readonly databaseUrl: string;
	readonly openProjectUrl: string;
	readonly openProjectKey: string;
	/** Id or identifier of the project. */
	readonly openProjectProject: string;
}

/** What the command line asked for. */
export interface SandboxOptions {
	/** Go through the whole story once and end, instead of staying up. */
	readonly once: boolean;
	/** Tasks to seed; of no meaning with systems of one's own. */
	readonly tasks: number;
	/** First port to try for n8n. */
	readonly port: number;
	/** The version the embedded stand-in plays. Left out: the newest. */
	readonly openProjectVersion?: OpenProjectVersion;
	/** null: everything embedded. */
	readonly own: OwnSystems | null;
}

export type ParsedArguments =
	| { readonly status: 'run'; readonly options: SandboxOptions }
	| { readonly status: 'help' }
	/** What was wrong, in sentences for people. */
	| { readonly status: 'wrong'; readonly message: string };

export const DEFAULT_TASKS = 1000;
export const DEFAULT_PORT = 5678;
const MOST_TASKS = 1_000_000;
/** The scripted edits touch nine records and delete one; with fewer, the guard against mass deletion would rightly stop the run. */
const FEWEST_TASKS_ONCE = 20;

export const HELP = `Boots PostgreSQL with FLRTS data, an OpenProject stand-in and n8n with this package in it, and syncs both sides.

  npm start                       stays up until Ctrl-C; keeps its data in .sandbox/
  npm start -- --once             full sync, edits on both sides, two incremental syncs, comparison; then ends
                                  (the same as npm run e2e; starts afresh, leaves nothing behind)

Options
  --tasks N                       tasks to start with, 1 to ${MOST_TASKS} (default ${DEFAULT_TASKS})
  --port N                        port of n8n (default ${DEFAULT_PORT}; the next free one if it is taken)
  --openproject-version V         version of OpenProject that the stand-in plays: ${OPENPROJECT_VERSIONS.join(', ')} (default ${DEFAULT_OPENPROJECT_VERSION})
  --help                          this text

Systems of your own instead of the embedded ones (all four together; nothing is seeded or edited, only synced)
  --database-url URL              e.g. postgresql://user:password@db.example.com:5432/postgres?sslmode=require
  --openproject-url URL           e.g. https://openproject.example.com
  --openproject-key KEY           API key of the account that the sync acts as
  --openproject-project PROJECT   id or identifier of the project

Environment
  SANDBOX_N8N_NODE_FLAGS          flags for the Node that runs n8n, e.g. --max-old-space-size=600 to measure memory
`;

const FLAGS = ['--once', '--help'] as const;
const VALUED = ['--tasks', '--port', '--openproject-version', '--database-url', '--openproject-url', '--openproject-key', '--openproject-project'] as const;
const OWN = ['--database-url', '--openproject-url', '--openproject-key', '--openproject-project'] as const;

type Given = ReadonlyMap<string, string>;

/** Thrown inside this file only; becomes `wrong`. */
class WrongArgument extends Error {}

/** Reads the command line (without node and script). Never throws. */
export function parseArguments(argv: readonly string[]): ParsedArguments {
	if (argv.includes('--help') || argv.includes('-h')) return { status: 'help' };
	try {
		return { status: 'run', options: optionsOf(collect(argv)) };
	} catch (error) {
		if (error instanceof WrongArgument) return { status: 'wrong', message: error.message };
		throw error;
	}
}

function collect(argv: readonly string[]): Given {
	const given = new Map<string, string>();
	for (let index = 0; index < argv.length; index++) {
		const [name, attached] = splitArgument(argv[index]!);
		if (given.has(name)) throw new WrongArgument(`${name} is given twice. Give it once.`);
		if ((FLAGS as readonly string[]).includes(name)) {
			if (attached !== undefined) throw new WrongArgument(`${name} takes no value, but was given '${attached}'.`);
			given.set(name, '');
			continue;
		}
		if (!(VALUED as readonly string[]).includes(name)) throw new WrongArgument(unknownArgument(name));
		const next = attached ?? argv[++index];
		if (next === undefined || next === '' || (attached === undefined && next.startsWith('--'))) {
			throw new WrongArgument(`${name} needs a value, e.g. ${exampleOf(name)}.`);
		}
		given.set(name, next);
	}
	return given;
}

function splitArgument(argument: string): [string, string | undefined] {
	const at = argument.indexOf('=');
	return argument.startsWith('--') && at > 0 ? [argument.slice(0, at), argument.slice(at + 1)] : [argument, undefined];
}

function unknownArgument(name: string): string {
	const known = [...FLAGS, ...VALUED].join(', ');
	return `'${name}' is not an option. Known are ${known}; --help explains them.`;
}

function exampleOf(name: string): string {
	return /--tasks|--port/.test(name) ? `${name} ${name === '--tasks' ? DEFAULT_TASKS : DEFAULT_PORT}` : `${name} <value> (see --help)`;
}

function optionsOf(given: Given): SandboxOptions {
	const once = given.has('--once');
	const own = ownSystemsOf(given);
	if (own !== null && given.has('--tasks')) {
		throw new WrongArgument('--tasks seeds the embedded database; with --database-url nothing is seeded. Leave one of them out.');
	}
	if (own !== null && given.has('--openproject-version')) {
		throw new WrongArgument('--openproject-version is for the embedded stand-in; with --openproject-url your own OpenProject has the version it has. Leave one of them out.');
	}
	const tasks = numberOf(given, '--tasks', DEFAULT_TASKS, 1, MOST_TASKS);
	if (once && own === null && tasks < FEWEST_TASKS_ONCE) {
		throw new WrongArgument(`--tasks is ${tasks}; with --once it must be at least ${FEWEST_TASKS_ONCE}, since the scripted edits need that many records.`);
	}
	return { once, tasks, port: numberOf(given, '--port', DEFAULT_PORT, 1, 65_535), ...versionOf(given), own };
}

function versionOf(given: Given): Pick<SandboxOptions, 'openProjectVersion'> {
	const text = given.get('--openproject-version');
	if (text === undefined) return {};
	const version = OPENPROJECT_VERSIONS.find((known) => known === text);
	if (version === undefined) throw new WrongArgument(`--openproject-version is '${text}'; the stand-in plays ${OPENPROJECT_VERSIONS.join(', ')}.`);
	return { openProjectVersion: version };
}

function numberOf(given: Given, name: string, fallback: number, least: number, most: number): number {
	const text = given.get(name);
	if (text === undefined) return fallback;
	const value = Number(text);
	if (!/^\d+$/.test(text) || value < least || value > most) {
		throw new WrongArgument(`${name} is '${text}'; it must be a whole number from ${least} to ${most}.`);
	}
	return value;
}

function ownSystemsOf(given: Given): OwnSystems | null {
	const present = OWN.filter((name) => given.has(name));
	if (present.length === 0) return null;
	const missing = OWN.filter((name) => !given.has(name));
	if (missing.length > 0) {
		throw new WrongArgument(`Given ${present.join(', ')}, but not ${missing.join(', ')}. To use systems of your own give all four; without any of them the sandbox brings its own.`);
	}
	return {
		databaseUrl: urlOf(given, '--database-url', ['postgresql:', 'postgres:']),
		openProjectUrl: urlOf(given, '--openproject-url', ['http:', 'https:']).replace(/\/+$/, ''),
		openProjectKey: given.get('--openproject-key')!,
		openProjectProject: given.get('--openproject-project')!,
	};
}

/** The value itself stays out of the message where it may hold a password. */
function urlOf(given: Given, name: string, protocols: readonly string[]): string {
	const text = given.get(name)!;
	const expected = `it must be an address that begins with ${protocols.map((protocol) => `${protocol}//`).join(' or ')}`;
	let url: URL;
	try {
		url = new URL(text);
	} catch {
		throw new WrongArgument(`${name} is not an address; ${expected}.`);
	}
	if (!protocols.includes(url.protocol)) throw new WrongArgument(`${name} begins with ${url.protocol}//; ${expected}.`);
	if (url.hostname === '') throw new WrongArgument(`${name} names no host; ${expected}, then the host.`);
	return text;
}
