import { parseArgs } from 'node:util';
import { OPENPROJECT_VERSIONS, versionOf, type OpenProjectVersion } from '../../sandbox/openproject';
import { checkVersion } from './versions';
import { defined, readWorldFile, ROLES, type ServerFacts } from './world/worldFile';

export const HELP = `Asks an OpenProject server about every behaviour the sync rests on, and compares the answers with what is known of its version.

  npm run conformance                       the stand-in, in every version it plays
  npm run conformance -- --version 15.4     the stand-in in one version
  npm run conformance -- --openproject-url URL --openproject-key KEY
                                            a server; what is made there is taken away again

  --openproject-key KEY   an administrator's key, or with --project a member's
  --version V             of the server; needed where the key is no administrator's
  --project P             id or identifier of a project with custom fields (the API cannot make any); default: a new one
  --member-key KEY        of somebody who works in the project; default: --openproject-key
  --reader-key KEY        of somebody who may only view it
  --mute-key KEY          of a member who may not comment
  --blind-key KEY         of a member without view_work_packages
  --timeless-key KEY      of a member without view_time_entries
  --stranger-key KEY      of somebody who is no member
  --world FILE            these facts as JSON: { "keys": { "admin", "member", … }, "project", "requiredProject", "emptyRequired" }
  --only IDS              checks by id, separated by commas
  --json FILE             writes the outcomes
  --markdown FILE         writes them into a page, in the place of those of the last time
  --record FILE           writes the answers without ids, times and people's names

Ends with 'N passed, N failed, N skipped' and with 1 where anything failed.
`;

/** What the command line asked for. */
export type Command =
	| { readonly kind: 'help' }
	/** What was wrong, in a sentence. */
	| { readonly kind: 'wrong'; readonly message: string }
	| ({ readonly kind: 'standIn'; readonly versions: readonly OpenProjectVersion[] } & Files)
	| ({ readonly kind: 'server'; readonly url: string; readonly facts: ServerFacts } & Files);

export interface Files {
	/** Ids of checks; empty: all. */
	readonly only: readonly string[];
	readonly json?: string;
	readonly markdown?: string;
	readonly record?: string;
}

const TEXT = { type: 'string' } as const;

/** Reads the command line (without node and script). Never throws. */
export function parseCommandLine(args: readonly string[]): Command {
	try {
		return parse(args);
	} catch (error) {
		return { kind: 'wrong', message: error instanceof Error ? error.message : String(error) };
	}
}

function parse(args: readonly string[]): Command {
	const keys = Object.fromEntries(ROLES.map((role) => [`${role}-key`, TEXT]));
	const { values } = parseArgs({
		args: [...args],
		options: { 'openproject-url': TEXT, 'openproject-key': TEXT, version: TEXT, project: TEXT, world: TEXT, only: TEXT, json: TEXT, markdown: TEXT, record: TEXT, help: { type: 'boolean' }, ...keys },
	});
	if (values.help === true) return { kind: 'help' };
	const given = new Map(Object.entries(values).map(([name, value]) => [name, String(value)]));
	const files: Files = { only: (given.get('only') ?? '').split(',').filter((id) => id !== ''), ...defined({ json: given.get('json'), markdown: given.get('markdown'), record: given.get('record') }) };
	const url = given.get('openproject-url');
	if (url !== undefined) return { kind: 'server', url: addressOf(url), facts: factsOf(given), ...files };
	const version = given.get('version');
	const versions = version === undefined ? OPENPROJECT_VERSIONS : [versionOf(version)];
	if (versions.length > 1 && given.has('record')) throw new Error('--record keeps one version. Give --version.');
	return { kind: 'standIn', versions, ...files };
}

function factsOf(given: ReadonlyMap<string, string>): ServerFacts {
	const file = given.has('world') ? readWorldFile(given.get('world') as string) : {};
	const key = given.get('openproject-key') ?? file.key;
	if (key === undefined) throw new Error('A server needs a key: --openproject-key KEY, or one in --world FILE.');
	const version = given.get('version') ?? file.version;
	const keys = defined(Object.fromEntries(ROLES.map((role) => [role, given.get(`${role}-key`) ?? file.keys?.[role]])));
	return { ...file, key, keys, ...defined({ project: given.get('project') ?? file.project, version: version === undefined ? undefined : checkVersion(version) }) };
}

/** The server's address without a slash at the end and without the path of the API. */
function addressOf(text: string): string {
	const url = new URL(text);
	if (url.protocol !== 'http:' && url.protocol !== 'https:') throw new Error(`'${text}' is no address of a server. Give one such as https://openproject.example.com.`);
	return `${url.origin}${url.pathname}`.replace(/(\/api\/v3)?\/*$/, '');
}
