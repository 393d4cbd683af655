/**
 * Breaks the engine on purpose and looks whether the tests notice: each mutation of mutations.ts is put into a copy of the
 * package, the test named for it is run there, and has to fail.
 *
 *     npm run mutations                    all of them
 *     npm run mutations -- --only a,b      these alone
 *     npm run mutations -- --list          names, files and tests
 *
 * Before that every place is looked for in the source and every mutation compiled, and the tests are run once unbroken:
 * a place that is gone, a mutation that does not compile or a test that fails anyway would say nothing. Prints a line for
 * each mutation on stdout, `N caught, M survived` at the end, and ends with 0 only where none survived.
 */
import { Narrator } from '../../sandbox/narrator';
import { stopOnSignals } from '../../sandbox/processes/signals';
import { HELP, parseArguments } from './args';
import { copyPackage } from './copyPackage';
import { mistakesIn, repeatedNames } from './mistakes';
import type { Mutation } from './mutation';
import { mutations } from './mutations';
import { tryAll } from './tryAll';
import { failuresUnbroken } from './unbroken';

/** Mutations tried at the same time, each in a copy of its own. */
const LANES = 2;

async function main(argv: readonly string[]): Promise<number> {
	const parsed = parseArguments(argv, mutations.map(({ name }) => name));
	switch (parsed.status) {
		case 'help':
			process.stdout.write(HELP);
			return 0;
		case 'wrong':
			process.stderr.write(`${parsed.message}\n`);
			return 2;
		case 'list':
			for (const { name, file, tests, testName, why } of mutations) process.stdout.write(`${name}\n  ${file}: ${why}\n  ${tests.length === 0 ? 'no test notices it' : `${tests.join(', ')} -t '${testName}'`}\n`);
			return 0;
		case 'run':
			return await check(mutations.filter(({ name }) => parsed.only.includes(name)));
		default:
			return parsed satisfies never;
	}
}

async function check(chosen: readonly Mutation[]): Promise<number> {
	const { say } = new Narrator();
	const stopping = stopOnSignals(say);
	const copies = await copyPackage(LANES);
	try {
		const mistakes = [...repeatedNames(mutations), ...(await mistakesIn(chosen, copies.roots[0] as string))];
		if (mistakes.length > 0) {
			say(...mistakes);
			return 1;
		}
		say(`${chosen.length} mutations found and compiled; the tests unbroken`);
		const failures = await failuresUnbroken(chosen, copies, stopping.signal);
		if (failures.length > 0) {
			say('These fail though nothing is broken, and so can catch nothing:', ...failures);
			return 1;
		}
		const verdicts = await tryAll(chosen, copies, stopping.signal, (line) => say(line));
		const survived = verdicts.filter(({ isCaught }) => !isCaught);
		for (const { mutation } of survived) process.stdout.write(`\nSURVIVED ${mutation.name} (${mutation.file}): ${mutation.why}\n- ${mutation.find}\n+ ${mutation.replace}\n`);
		process.stdout.write(`${verdicts.length - survived.length} caught, ${survived.length} survived\n`);
		return survived.length === 0 ? 0 : 1;
	} catch (error) {
		if (!stopping.signal.aborted) throw error;
		return stopping.exitCode() ?? 1;
	} finally {
		await copies.remove();
	}
}

void main(process.argv.slice(2)).then((code) => {
	process.exitCode = code;
});
