import { DatabaseError } from '../errors';

/**
 * Whether PostgreSQL objects to what was to be written (a value, a constraint, a trigger's RAISE, a policy or right on
 * rows of this table) and not to the connection or the moment: then that record fails, and the others go on.
 */
export function isAboutData(error: unknown): error is DatabaseError {
	return error instanceof DatabaseError && error.sqlState !== null && /^(22|23|44|P0|42501)/.test(error.sqlState);
}
