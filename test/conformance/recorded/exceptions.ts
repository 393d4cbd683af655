import type { Difference } from './shape';

/** A difference between the stand-in and a recording that is known and left as it is. */
export interface Exception {
	/** Id of the check; absent: all. */
	readonly check?: string;
	readonly path: RegExp;
	readonly reason: string;
}

/** Every difference that is allowed, with its reason. One that no longer occurs fails the test, too. */
export const EXCEPTIONS: readonly Exception[] = [];

/** The exception that covers a difference. */
export function exceptionFor(check: string, { path }: Difference): Exception | undefined {
	return EXCEPTIONS.find((exception) => (exception.check === undefined || exception.check === check) && exception.path.test(path));
}
