import { parseArguments } from '../../sandbox/args';

const OWN = ['--database-url', 'postgresql://u:secret@db.example.com/flrts', '--openproject-url', 'https://op.example.com/', '--openproject-key', 'k', '--openproject-project', 'flrts'];

describe('the command line of the sandbox', () => {
	test('without anything, 1000 tasks are embedded, n8n gets 5678, and it stays up', () => {
		expect(parseArguments([])).toEqual({ status: 'run', options: { once: false, tasks: 1000, port: 5678, own: null } });
	});

	test('values may follow a space or an equals sign', () => {
		const expected = { status: 'run', options: { once: true, tasks: 10000, port: 6000, own: null } };
		expect(parseArguments(['--once', '--tasks', '10000', '--port', '6000'])).toEqual(expected);
		expect(parseArguments(['--port=6000', '--tasks=10000', '--once'])).toEqual(expected);
	});

	test('systems of one\'s own are taken when all four parts are given, with the slash at the end of the address gone', () => {
		expect(parseArguments(OWN)).toEqual({
			status: 'run',
			options: {
				once: false,
				tasks: 1000,
				port: 5678,
				own: { databaseUrl: 'postgresql://u:secret@db.example.com/flrts', openProjectUrl: 'https://op.example.com', openProjectKey: 'k', openProjectProject: 'flrts' },
			},
		});
	});

	test('the stand-in plays the version that is asked for', () => {
		expect(parseArguments(['--openproject-version', '15.4'])).toMatchObject({ status: 'run', options: { openProjectVersion: '15.4' } });
	});

	test('a key that begins with dashes can be given with an equals sign', () => {
		const parsed = parseArguments([...OWN.filter((word) => word !== '--openproject-key' && word !== 'k'), '--openproject-key=--odd']);
		expect(parsed).toMatchObject({ status: 'run', options: { own: { openProjectKey: '--odd' } } });
	});

	test.each([['--help'], ['-h'], ['--nonsense', '--help']])('%s asks for help, whatever else is given', (...argv) => {
		expect(parseArguments(argv)).toEqual({ status: 'help' });
	});

	test.each<[string, string[], RegExp]>([
		['an unknown option', ['--task', '5'], /'--task' is not an option\. Known are --once, --help, --tasks/],
		['a stray word', ['once'], /'once' is not an option/],
		['an option twice', ['--once', '--once'], /--once is given twice/],
		['a flag with a value', ['--once=yes'], /--once takes no value, but was given 'yes'/],
		['a value that is missing at the end', ['--tasks'], /--tasks needs a value, e\.g\. --tasks 1000/],
		['a value that is another option', ['--port', '--once'], /--port needs a value/],
		['an empty value', ['--tasks='], /--tasks needs a value/],
		['tasks that are no number', ['--tasks', 'many'], /--tasks is 'many'; it must be a whole number from 1 to 1000000/],
		['a fraction', ['--tasks', '1.5'], /--tasks is '1\.5'/],
		['a negative number', ['--tasks=-3'], /--tasks is '-3'/],
		['no tasks', ['--tasks', '0'], /--tasks is '0'/],
		['too many tasks', ['--tasks', '1000001'], /from 1 to 1000000/],
		['a port beyond the last', ['--port', '65536'], /--port is '65536'; it must be a whole number from 1 to 65535/],
		['too few tasks for the scripted edits', ['--once', '--tasks', '19'], /with --once it must be at least 20/],
		['half of one\'s own systems', ['--database-url', 'postgres://h/d'], /Given --database-url, but not --openproject-url, --openproject-key, --openproject-project/],
		['one\'s own systems and tasks', [...OWN, '--tasks', '5'], /--tasks seeds the embedded database/],
		['a version nobody plays', ['--openproject-version', '12'], /--openproject-version is '12'; the stand-in plays 14\.1, 15\.3, 15\.4, 16, 17/],
		['one\'s own systems and a version', [...OWN, '--openproject-version', '16'], /--openproject-version is for the embedded stand-in/],
		['a database of another kind', OWN.map((word) => word.replace('postgresql:', 'mysql:')), /--database-url begins with mysql:\/\/; it must be an address that begins with postgresql:\/\/ or postgres:\/\//],
		['an address that is none', OWN.map((word) => word.replace('https://op.example.com/', 'op.example.com')), /--openproject-url is not an address/],
	])('%s gets a sentence that says what to do', (_name, argv, message) => {
		const parsed = parseArguments(argv);
		expect(parsed).toEqual({ status: 'wrong', message: expect.stringMatching(message) });
	});

	test('a password in a malformed database address is not repeated', () => {
		const parsed = parseArguments(OWN.map((word) => word.replace('postgresql:', 'mysql:')));
		expect(JSON.stringify(parsed)).not.toContain('secret');
	});
});
