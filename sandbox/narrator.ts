/** Tells people on stderr what goes on, with the seconds since the start. */
export class Narrator {
	private readonly since = performance.now();

	constructor(private readonly write: (text: string) => void = (text) => void process.stderr.write(text)) {}

	/** One thing that happened; further lines are set under it. Nothing where there are none. */
	readonly say = (...lines: readonly string[]): void => {
		if (lines.length === 0) return;
		const stamp = `[${((performance.now() - this.since) / 1000).toFixed(1).padStart(6)} s]`;
		const [head = '', ...rest] = lines.flatMap((line) => line.split('\n'));
		this.write([`${stamp} ${head}`, ...rest.map((line) => `${' '.repeat(stamp.length)} ${line}`)].map((line) => `${line}\n`).join(''));
	};

	elapsedMs(): number {
		return Math.round(performance.now() - this.since);
	}
}
