/**
 * One step of the package's own tables. Never changed once released: a change is a new migration.
 * All statements of a step run in one transaction, hence nothing like CREATE INDEX CONCURRENTLY.
 */
export interface Migration {
	/** 1, 2, 3, … without gaps. */
	readonly version: number;
	/** snake_case, for people. */
	readonly name: string;
	/** The statements in order, given the schema as a quoted identifier. */
	statements(quotedSchema: string): readonly string[];
}
