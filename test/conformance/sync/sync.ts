/**
 * Runs the FLRTS sync against an OpenProject of one's own, and says what it did and where the sides differ at the end:
 *
 *     node --import tsx test/conformance/sync/sync.ts --openproject-url URL --openproject-key KEY --person-key KEY --project ID
 *
 * The project has to be empty, with the type Task and the custom fields named by --key-field, --list-field, --version-field and
 * --user-field. What it makes there stays: a project made for it is taken away most easily whole.
 */
import { parseArgs } from 'node:util';
import { runTrial } from './flrtsTrial';

const { values } = parseArgs({
	options: {
		'openproject-url': { type: 'string' }, 'openproject-key': { type: 'string' }, 'person-key': { type: 'string' }, project: { type: 'string' },
		tasks: { type: 'string', default: '300' }, 'key-field': { type: 'string', default: 'FLRTS ID' },
		'list-field': { type: 'string' }, 'list-values': { type: 'string' }, 'version-field': { type: 'string' }, versions: { type: 'string' }, 'user-field': { type: 'string' }, user: { type: 'string' },
	},
});

function required(name: keyof typeof values): string {
	const given = values[name];
	if (given === undefined) throw new Error(`--${name} is missing.`);
	return given;
}

async function main(): Promise<void> {
	const report = await runTrial({
		url: required('openproject-url'), key: required('openproject-key'), personKey: required('person-key'), project: required('project'), tasks: Number(values.tasks),
		fields: { provenance: required('key-field'), list: required('list-field'), version: required('version-field'), user: required('user-field') },
		values: { list: required('list-values').split(','), version: required('versions').split(','), user: required('user') },
		log: (line) => console.log(line),
	});
	for (const difference of report.differences) console.log(`differs: ${difference}`);
	console.log(report.differences.length === 0 ? 'Both sides agree, and no date moved that nobody moved.' : `${report.differences.length} differences.`);
	process.exit(report.differences.length === 0 ? 0 : 1);
}

main().catch((error: unknown) => {
	console.error(error instanceof Error ? error.message : String(error));
	process.exit(2);
});
