/** What a process can be asked to do, by name. Arguments and results travel as JSON. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- commands take whatever they take; each is typed where it is asked.
export type Commands = Record<string, (...args: any[]) => unknown>;

export interface Question {
	readonly id: number;
	readonly command: string;
	readonly args: readonly unknown[];
}

export type Answer = { readonly id: number; readonly value: unknown } | { readonly id: number; readonly failure: string };

/** In a child process: carries out what the parent asks for, until it goes away. */
export function carryOut(commands: Commands): void {
	process.on('message', (question: Question) => void answer(commands, question));
	process.once('disconnect', () => process.exit());
}

async function answer(commands: Commands, { id, command, args }: Question): Promise<void> {
	try {
		send({ id, value: await commands[command]?.(...args) });
	} catch (error) {
		send({ id, failure: error instanceof Error ? (error.stack ?? error.message) : String(error) });
	}
}

function send(answer: Answer): void {
	process.send?.(answer);
}
