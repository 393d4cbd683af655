import { DatabaseError } from '../errors';

/** SQLSTATE of a write that another one was in the way of. Row by row, without repeatable reads: the row was moved to another partition. */
export const SERIALIZATION_FAILURE = '40001';

/**
 * What concerns no single record: the connection, the server and its resources, a login, a lock, the transaction, and tables or
 * columns that are gone. Anything else is about what was to be written, whatever the code: triggers make up their own.
 */
const ABOUT_THE_WHOLE = /^(08|25|26|28|2D|34|3B|3D|40|53|55P03|57|58|72|F0|HV00N|XX|42P01|42703|3F000)/;
/** Of these, what a function of a trigger or rule raised is about its record: it may look into tables of its own. */
const IN_A_FUNCTION = /^(XX000|42P01|42703|3F000)/;

/**
 * Whether PostgreSQL objects to what was to be written (a value, a constraint, a trigger's RAISE, a policy or right on
 * rows of this table) and not to the connection or the moment: then that record fails, and the others go on.
 */
export function isAboutData(error: unknown): error is DatabaseError {
	if (!(error instanceof DatabaseError) || error.sqlState === null || error.data['connectionLost'] === true || !/^[0-9A-Z]{5}$/.test(error.sqlState)) return false;
	if (error.sqlState === SERIALIZATION_FAILURE) return true;
	return !ABOUT_THE_WHOLE.test(error.sqlState) || (error.data['inFunction'] === true && IN_A_FUNCTION.test(error.sqlState));
}
