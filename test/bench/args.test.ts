import { isTrial, parseArguments, type BenchOptions } from '../../bench/args';

function optionsOf(...argv: readonly string[]): BenchOptions {
	const parsed = parseArguments(argv);
	if (parsed.status !== 'run') throw new Error(`${argv.join(' ')} was read as ${parsed.status}.`);
	return parsed.options;
}

describe('the command line of the bench', () => {
	test('without anything, everything is measured at the default sizes', () => {
		expect(optionsOf()).toEqual({ sections: ['upsert', 'sync', 'nodes'], rows: 100_000, links: [10_000, 100_000], rounds: 7 });
	});

	test('sections come in their own order, each once', () => {
		expect(optionsOf('sync').sections).toEqual(['sync']);
		expect(optionsOf('sync', 'upsert', 'sync').sections).toEqual(['upsert', 'sync']);
	});

	test('sizes may follow a space or an equals sign', () => {
		const expected = { sections: ['sync'], rows: 2000, links: [500, 5000], rounds: 2 };
		expect(optionsOf('sync', '--rows', '2000', '--links', '500,5000', '--rounds', '2')).toEqual(expected);
		expect(optionsOf('--rounds=2', '--links=500,5000', 'sync', '--rows=2000')).toEqual(expected);
	});

	test('other sizes or fewer rounds make a trial, more rounds do not', () => {
		expect(isTrial(optionsOf())).toBe(false);
		expect(isTrial(optionsOf('--rounds', '9'))).toBe(false);
		for (const argv of [['--rounds', '6'], ['--rows', '99999'], ['--links', '10000,99999'], ['--links', '9999,100000']]) expect(isTrial(optionsOf(...argv))).toBe(true);
	});

	test.each([['--help'], ['-h'], ['nonsense', '--help']])('%s asks for help, whatever else is given', (...argv) => {
		expect(parseArguments(argv)).toEqual({ status: 'help' });
	});

	test.each<[string, string[], RegExp]>([
		['an unknown section', ['upserts'], /'upserts' cannot be measured\. Allowed are upsert, sync, nodes, or nothing/],
		['an unknown option', ['--row', '5'], /'--row' is not an option\. Allowed are --rows, --links, --rounds and --help/],
		['an option twice', ['--rounds', '1', '--rounds=2'], /--rounds is given twice/],
		['an option without its value', ['--links', '--rounds'], /--links needs a value, e\.g\. --links 1000,5000/],
		['too few rows', ['--rows', '10'], /--rows is '10'; it must be a whole number from 500 to 1000000/],
		['half a round', ['--rounds', '1.5'], /--rounds is '1\.5'/],
		['one size for two', ['--links', '1000'], /--links is '1000'; it must be two whole numbers from 500 to 1000000, the smaller first/],
		['sizes the wrong way round', ['--links', '5000,1000'], /--links is '5000,1000'/],
		['three sizes', ['--links', '500,600,700'], /--links is '500,600,700'/],
	])('%s is refused in a sentence that says what is allowed', (_what, argv, sentence) => {
		expect(parseArguments(argv)).toEqual({ status: 'wrong', message: expect.stringMatching(sentence) as string });
	});
});
