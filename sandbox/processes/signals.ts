/** Being asked to stop, by Ctrl-C, by a service manager, or by the terminal going away. */
export interface Stopping {
	/** Aborted at the first request. */
	readonly signal: AbortSignal;
	/** What a shell expects of a process that a signal ended (128 + number); null: nobody asked. */
	exitCode(): number | null;
}

const CODES = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 } as const;

/** Turns signals into one request to stop. `say` gets a word for the first and for every further one: stopping is bounded in time, and hurrying it would leave things running. */
export function stopOnSignals(say: (line: string) => void): Stopping {
	const controller = new AbortController();
	let code: number | null = null;
	for (const name of Object.keys(CODES) as (keyof typeof CODES)[]) {
		process.on(name, () => {
			if (code !== null) return say('still stopping; this takes half a minute at most');
			code = CODES[name];
			say('stopping');
			controller.abort(new Error(`asked to stop by ${name}`));
		});
	}
	return { signal: controller.signal, exitCode: () => code };
}
