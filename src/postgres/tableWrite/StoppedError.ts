/** A stop came in the middle of a batch, which is taken back. */
export class StoppedError extends Error {
	constructor() {
		super('The write was stopped. Nothing of its batch was written.');
	}
}
