/** One kind of simulation, called as `npm run simulate -- <name> …`. */
export interface SimulateCommand {
	/** Lines for --help: the name, its options with defaults, what it does. */
	readonly usage: string;
	/** Runs it with the words after its name; true where everything that was promised held. Throws a `WrongArgument` for an option it does not know. */
	run(args: readonly string[]): Promise<boolean>;
}

/** What was wrong with the command line, in a sentence. */
export class WrongArgument extends Error {}

/**
 * Reads `--name value` options that are whole numbers. Throws a `WrongArgument` that names an unknown option, a missing value
 * or a value out of range.
 */
export function readNumbers<Name extends string>(args: readonly string[], defaults: Readonly<Record<Name, number>>): Record<Name, number> {
	const values: Record<string, number> = { ...defaults };
	for (let at = 0; at < args.length; at += 2) {
		const name = (args[at] ?? '').replace(/^--/, '');
		const text = args[at + 1];
		if (!Object.hasOwn(defaults, name)) throw new WrongArgument(`'${args[at]}' is not an option. Allowed are ${Object.keys(defaults).map((known) => `--${known}`).join(', ')}.`);
		if (text === undefined || !/^\d{1,9}$/.test(text)) throw new WrongArgument(`--${name} is '${text ?? ''}'; it must be a whole number of at most nine digits.`);
		values[name] = Number(text);
	}
	return values as Record<Name, number>;
}
