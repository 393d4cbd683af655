/** What was started, to be ended in reverse order, whatever happened in between. */
export class Started {
	private readonly ends: { readonly name: string; readonly end: () => Promise<void> }[] = [];
	private closing: Promise<readonly string[]> | undefined;

	/** `name` is what a person would call it, for the message if ending it fails. */
	add(name: string, end: () => Promise<void>): void {
		this.ends.push({ name, end });
	}

	get isEmpty(): boolean {
		return this.ends.length === 0;
	}

	/** Ends everything, each at most once, and tells what could not be ended. Further calls wait for the first. */
	async closeAll(): Promise<readonly string[]> {
		this.closing ??= this.closeInTurn();
		return await this.closing;
	}

	private async closeInTurn(): Promise<readonly string[]> {
		const problems: string[] = [];
		for (let last = this.ends.pop(); last !== undefined; last = this.ends.pop()) {
			try {
				await last.end();
			} catch (error) {
				problems.push(`${last.name} did not end cleanly: ${error instanceof Error ? error.message : String(error)}`);
			}
		}
		return problems;
	}
}
