import { quoteIdentifier } from '../quoteIdentifier';

/** Qualified names of the package's own tables in a schema. */
export interface Tables {
	readonly schema: string;
	readonly pair: string;
	readonly lease: string;
	readonly fence: string;
	readonly cursor: string;
	readonly link: string;
	readonly run: string;
	readonly operation: string;
	readonly conflict: string;
	readonly sweep: string;
	readonly write: string;
	readonly write_image: string;
	readonly recorded_run: string;
	readonly run_total: string;
}

/** The package's own tables, ready to be put into SQL. */
export function tablesIn(schema: string): Tables {
	const s = quoteIdentifier(schema);
	return {
		schema,
		pair: `${s}.pair`,
		lease: `${s}.lease`,
		fence: `${s}.fence`,
		cursor: `${s}.cursor`,
		link: `${s}.link`,
		run: `${s}.run`,
		operation: `${s}.operation`,
		conflict: `${s}.conflict`,
		sweep: `${s}.sweep`,
		write: `${s}.write`,
		write_image: `${s}.write_image`,
		recorded_run: `${s}.recorded_run`,
		run_total: `${s}.run_total`,
	};
}

/** SQL that adds a reason to `pending` without repeating it; `alias` is the link's alias. */
export function addPending(alias: string, reason: string): string {
	return `case when '${reason}' = any(coalesce(${alias}.pending, '{}')) then ${alias}.pending else array_append(coalesce(${alias}.pending, '{}'), '${reason}') end`;
}
