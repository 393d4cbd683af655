/** PostgreSQL counted other than was to be expected, or a row is not there that was counted: nothing of the range stays. */
export class CountsDiffer extends Error {
	constructor() {
		super('What PostgreSQL counted is not what was sent.');
	}
}
