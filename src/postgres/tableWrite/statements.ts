import type { ColumnDescription } from '../describeColumns';
import { differs } from '../differs';
import { qualifiedName } from '../qualifiedName';
import { quoteIdentifier } from '../quoteIdentifier';
import { aboutRow } from './describeUniqueIndexes';
import { ORDINAL, STAGED } from './stage';
import type { Prepared, WriteMode } from './types';

export const MOVED = 'pg_temp.batch_sync_moved';

/** The statements of one staging table. `t` is the target, `s` what was staged, `m` the records that call for a write. */
export interface Statements {
	/** Answers { staged, missing, found }: how many are staged, and positions of those whose row is not there, and of those whose row is and calls for a write or a word. */
	readonly classify: string;
	readonly insert: string;
	readonly update: string;
	readonly remove: string;
	readonly keyMatches: string;
	readonly target: string;
	/** Columns an update writes; empty where only the match columns are given. */
	readonly written: readonly string[];
	/** A condition on `t` and `s`. */
	readonly differs: string;
	/** What an insert is made of: before the part of the records it is for, and what it does with rows that are there. */
	readonly insertion: { readonly head: string; readonly conflict: string };
	/** Column that holds a checksum, and its value. */
	readonly checksum: { readonly name: string } | null;
}

/** The part of the records a statement is for: positions from `$1` up to `$2`. */
export const inRange = `m.ordinal >= $1 and m.ordinal < $2`;

export function statementsFor({ write, description, isKeyUnique, predicate, hooks }: Prepared, columns: readonly string[]): Statements {
	const described = columns.map((name) => description.columns.find((column) => column.name === name) as ColumnDescription);
	const target = qualifiedName(description);
	// A number that PostgreSQL gives is given once.
	const written = described.filter(({ name, identity }) => !write.match.includes(name) && identity !== 'always');
	const keyMatches = [...write.match.map((name) => `t.${quoteIdentifier(name)} = s.${quoteIdentifier(name)}`), ...(predicate === null ? [] : [aboutRow(predicate)])].join(' and ');
	const sum = write.checksumColumn === null ? null : { name: quoteIdentifier(write.checksumColumn), value: checksumOf(described) };
	// A key that matched is not NULL. Its ctid would tell as well, and has every row copied.
	const [key] = write.match;
	const found = key === undefined ? 'false' : `t.${quoteIdentifier(key)} is distinct from null`;
	// Without a match column every record is a new row.
	const changes = write.match.length === 0 ? 'false' : sum !== null ? `t.${sum.name} is distinct from ${sum.value}` : written.map((column) => differs(column, 't', 's')).join(' or ') || 'false';
	const sets = [...written.map(({ name }) => `${quoteIdentifier(name)} = s.${quoteIdentifier(name)}`), ...(sum === null ? [] : [`${sum.name} = ${sum.value}`])].join(', ');
	const names = columns.map(quoteIdentifier);
	const list = [...names, ...(sum === null ? [] : [sum.name])].join(', ');
	const values = [...names.map((name) => `s.${name}`), ...(sum === null ? [] : [sum.value])].join(', ');
	const overriding = described.some((column) => column.identity === 'always') ? 'overriding system value' : '';
	const head = `insert into ${target} as t (${list}) ${overriding} select ${values} from ${STAGED} s join ${MOVED} m on m.ordinal = s.${ORDINAL} where m.is_new and`;
	// With rules PostgreSQL knows no ON CONFLICT.
	const hasConflicts = isKeyUnique && write.mode !== 'insert' && !hooks.rules.insert && !hooks.rules.update;
	const conflict = hasConflicts ? `on conflict (${write.match.map(quoteIdentifier).join(', ')})${predicate === null ? '' : ` where ${predicate}`}` : '';
	return {
		target,
		written: written.map(({ name }) => name),
		differs: changes,
		keyMatches,
		insertion: { head, conflict },
		checksum: sum,
		classify: `select count(*)::int4 as staged, (array_agg(s.${ORDINAL}) filter (where not (${found})))::text as missing, (array_agg(s.${ORDINAL}) filter (where ${found} and (${isCompared(write.mode) ? changes : 'true'})))::text as found
			from ${STAGED} s ${write.match.length === 0 ? '' : `left join ${target} t on ${keyMatches}`}`,
		insert: `${head} ${inRange} order by m.ordinal ${conflict === '' ? '' : `${conflict} do nothing`}`,
		update: `update ${target} t set ${sets} from ${STAGED} s join ${MOVED} m on m.ordinal = s.${ORDINAL} where not m.is_new and ${inRange} and ${keyMatches} and (${changes})`,
		remove: `delete from ${target} t using ${STAGED} s, ${MOVED} m where m.ordinal = s.${ORDINAL} and ${inRange} and ${keyMatches}`,
	};
}

/** Whether rows that hold the same are told from others. */
function isCompared(mode: WriteMode): boolean {
	return mode !== 'insert' && mode !== 'delete';
}

/** SHA-256 over the columns given, as PostgreSQL writes them, NULL told apart from every text. */
function checksumOf(columns: readonly ColumnDescription[]): string {
	const texts = [...columns].sort((a, b) => (a.name < b.name ? -1 : 1)).map(({ name }) => `quote_nullable(s.${quoteIdentifier(name)}::text)`);
	return `encode(sha256(convert_to(concat_ws(',', ${texts.join(', ')}), 'UTF8')), 'hex')`;
}
