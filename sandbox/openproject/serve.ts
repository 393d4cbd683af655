import { parseArgs } from 'node:util';
import { PLAIN_CALENDAR } from './behaviour';
import { startOpenProject } from './startOpenProject';
import type { OpenProjectServer } from './options';
import { DEFAULT_OPENPROJECT_VERSION, OPENPROJECT_VERSIONS, versionOf } from './versions';

const USAGE = `A stand-in for OpenProject on 127.0.0.1.

  node --import tsx sandbox/openproject/serve.ts [options]

  --port N               default: any free port
  --openproject-version V  the version to play: ${OPENPROJECT_VERSIONS.join(', ')}; default ${DEFAULT_OPENPROJECT_VERSION}
  --api-key KEY          default: a random one, printed at start
  --work-packages N      fill the project 'FLRTS Field Work' with N tasks; default 0
  --latency MS           how long every request takes at least; default 0
  --max-page-size N      larger pages are cut without a word; default 1000
  --provenance-field X   name of the text field for local ids; default 'FLRTS ID'
  --no-provenance-field  do without that field
  --plain-calendar       every day is worked on, children do not inherit their parent's dates
  --reset-chance P       chance (0 to 1) that a write's answer is lost
  --help
`;

async function main(): Promise<void> {
	const { values } = parseArgs({
		options: {
			port: { type: 'string' },
			'api-key': { type: 'string' },
			'work-packages': { type: 'string', default: '0' },
			latency: { type: 'string', default: '0' },
			'max-page-size': { type: 'string', default: '1000' },
			'provenance-field': { type: 'string', default: 'FLRTS ID' },
			'no-provenance-field': { type: 'boolean', default: false },
			'openproject-version': { type: 'string', default: DEFAULT_OPENPROJECT_VERSION },
			'plain-calendar': { type: 'boolean', default: false },
			'reset-chance': { type: 'string', default: '0' },
			help: { type: 'boolean', default: false },
		},
	});
	if (values.help) {
		process.stdout.write(USAGE);
		return;
	}
	// All flags are read before anything starts: a wrong one leaves nothing running.
	const workPackageCount = wholeNumber('work-packages', values['work-packages']);
	const resetChance = chance('reset-chance', values['reset-chance']);
	const version = versionOf(values['openproject-version']);
	const server = await startOpenProject({
		version,
		...(values.port === undefined ? {} : { port: wholeNumber('port', values.port) }),
		...(values['api-key'] === undefined ? {} : { apiKey: values['api-key'] }),
		latencyMs: wholeNumber('latency', values.latency),
		maxPageSize: wholeNumber('max-page-size', values['max-page-size']),
		provenanceField: values['no-provenance-field'] ? null : values['provenance-field'],
		behaviour: values['plain-calendar'] ? PLAIN_CALENDAR : {},
	});
	fill(server, workPackageCount);
	loseAnswers(server, resetChance);
	process.stdout.write(`OpenProject stand-in: ${server.url}\nVersion: ${server.version}\nAPI key: ${server.apiKey}\nProject: ${server.projectIdentifier}\n`);
	stopOnSignal(server);
}

function fill(server: OpenProjectServer, count: number): void {
	for (let number = 1; number <= count; number += 1) server.store.create({ subject: `Inspect site ${number}`, description: `Visit ${number} of the season.` });
}

function loseAnswers(server: OpenProjectServer, probability: number): void {
	if (probability === 0) return;
	for (const method of ['POST', 'PATCH', 'DELETE']) server.faults.add({ fault: { kind: 'resetAfterEffect' }, method, probability });
}

function stopOnSignal(server: OpenProjectServer): void {
	for (const signal of ['SIGINT', 'SIGTERM'] as const) {
		process.once(signal, () => {
			void server.close();
		});
	}
}

function wholeNumber(option: string, text: string): number {
	if (!/^\d+$/.test(text)) throw new Error(`--${option} is '${text}'. Give a whole number.`);
	return Number(text);
}

function chance(option: string, text: string): number {
	const number = Number(text);
	if (!(number >= 0 && number <= 1)) throw new Error(`--${option} is '${text}'. Give a number from 0 to 1.`);
	return number;
}

main().catch((error: unknown) => {
	process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
	process.exitCode = 1;
});
