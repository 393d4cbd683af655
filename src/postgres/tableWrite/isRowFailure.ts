import { DatabaseError } from '../../errors';

/** Classes 22 (data), 23 (constraints), 44 (check option), P0001 (raised by a trigger): a record is to blame, not the statement. */
const ABOUT_ROWS = /^(22...|23...|44000|P0001)$/;

/** Whether PostgreSQL refused a record for what it holds. */
export function isRowFailure(error: unknown): error is DatabaseError {
	if (!(error instanceof DatabaseError)) return false;
	if (ABOUT_ROWS.test(error.sqlState ?? '')) return true;
	return error.sqlState === '42501' && /row-level security/.test(error.message);
}

/** The column PostgreSQL named, and its reason. */
export function reasonOf(error: DatabaseError): { readonly column: string | null; readonly code: string; readonly reason: string } {
	const column = error.data['column'];
	return { column: typeof column === 'string' ? column : null, code: error.sqlState ?? error.code, reason: error.message.replace(/ in row \d+/, '') };
}
