import { ConfigurationError } from '../../errors';
import type { TableDescription } from '../describeTable';
import { columnLike, shownName } from './foldedName';
import type { GivenRecord } from './types';

export interface TakenNames {
	readonly records: readonly GivenRecord[];
	/** What was taken for which column, as a sentence; null: all names are those of columns, or unlike any. */
	readonly remark: string | null;
}

/**
 * Records with properties under the names of the columns they look like: a byte order mark, a space or an accent composed otherwise is
 * seen by nobody, and would make a column of its own or be left out. Throws a ConfigurationError where a record has a column twice.
 */
export function takeLookAlikes(records: readonly GivenRecord[], names: readonly string[], { schema, table, columns }: TableDescription): TakenNames {
	const known = columns.map(({ name }) => name);
	const isKnown = new Set(known);
	const taken = new Map<string, string>();
	for (const name of names) {
		const column = isKnown.has(name) ? undefined : columnLike(name, known);
		if (column !== undefined) taken.set(name, column);
	}
	if (taken.size === 0) return { records, remark: null };
	const renamed = records.map((record): GivenRecord => {
		const entries = Object.entries(record).filter(([, value]) => value !== undefined).map(([name, value]) => [taken.get(name) ?? name, value] as const);
		const twice = entries.find(([name], index) => entries.findIndex(([other]) => other === name) !== index);
		if (twice !== undefined) throw new ConfigurationError(`A record gives column '${twice[0]}' of ${schema}.${table} twice, under names that look alike: ${Object.keys(record).filter((name) => (taken.get(name) ?? name) === twice[0]).map((name) => `'${shownName(name)}'`).join(', ')}. Leave one of them out.`, { data: { column: twice[0] } });
		return Object.fromEntries(entries);
	});
	return { records: renamed, remark: `Names that only look like those of columns were taken for them: ${[...taken].map(([name, column]) => `'${shownName(name)}' for '${column}'`).join(', ')}.` };
}
