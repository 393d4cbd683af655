/**
 * Proves what docs/SPEC.md promises by playing what nobody would think of: `npm run simulate -- --help`.
 * Ends with 0 where everything held.
 */
import { WrongArgument } from './command';
import type { SimulateCommand } from './command';
import { engine } from './engine';
import { kill } from './kill';
import { model } from './model';
import { plan } from './plan';
import { soak } from './soak';

const COMMANDS: Readonly<Record<string, SimulateCommand>> = { plan, engine, model, kill, soak };

const HELP = `Plays edits, runs and troubles, and judges what came of them. Same seed, same play.

${Object.values(COMMANDS).map(({ usage }) => usage).join('\n')}
`;

async function main([name, ...args]: readonly string[]): Promise<number> {
	const command = COMMANDS[name ?? ''];
	if (name === undefined || name === '--help' || args.includes('--help')) {
		process.stdout.write(HELP);
		return 0;
	}
	if (command === undefined) {
		process.stderr.write(`'${name}' is not a simulation. Choose one of ${Object.keys(COMMANDS).join(', ')}, or --help.\n`);
		return 2;
	}
	try {
		return (await command.run(args)) ? 0 : 1;
	} catch (error) {
		if (!(error instanceof WrongArgument)) throw error;
		process.stderr.write(`${error.message}\n`);
		return 2;
	}
}

void main(process.argv.slice(2)).then(
	(code) => process.exit(code),
	(error: unknown) => {
		process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
		process.exit(1);
	},
);
