import { capital } from '../capital';
import type { JsonObject } from '../record';

/** A session that holds what another waits for, as far as the database role may see it. */
export interface LockHolder {
	/** 0: a prepared transaction, which no session has. */
	readonly pid: number;
	readonly user: string | null;
	readonly application: string | null;
	/** As in pg_stat_activity; null where the role may not see it. */
	readonly state: string | null;
	/** Since when its transaction is open, ISO 8601; null where the role may not see it. */
	readonly since: string | null;
}

/** What a statement waited for in vain. */
export interface LockWait {
	readonly kind: 'table' | 'row' | 'advisory' | 'other';
	/** schema.table, where it is known. */
	readonly relation: string | null;
	readonly holders: readonly LockHolder[];
}

/** Longest name of an application that is repeated: anybody may set it to anything. */
const LONGEST_NAME = 60;

/** What is locked and by whom: 'a row of public.tasks is locked by session 4711 (…)'. */
export function lockWords(wait: LockWait | null): string {
	if (wait === null) return 'a lock that was needed is held by another session';
	const of = wait.relation === null ? '' : ` of ${wait.relation}`;
	const what: Readonly<Record<LockWait['kind'], string>> = {
		table: wait.relation === null ? 'a table' : `table ${wait.relation}`,
		row: wait.relation === null ? 'a row, or a value that is to be unique,' : `a row${of}`,
		advisory: 'an advisory lock',
		other: `something${of}`,
	};
	return `${what[wait.kind]} is locked by ${wait.holders.length === 0 ? 'another session' : wait.holders.map(holderWords).join(' and ')}`;
}

function holderWords(holder: LockHolder): string {
	if (holder.pid === 0) return 'a prepared transaction (see pg_prepared_xacts)';
	const application = holder.application === null || holder.application === '' ? null : `application '${holder.application.slice(0, LONGEST_NAME)}'`;
	const who = [holder.user === null ? null : `user '${holder.user}'`, application].filter((part) => part !== null).join(', ');
	const doing = holder.state === null ? '' : holder.state.startsWith('idle in transaction') ? ', idle in a transaction' : ', at work';
	const since = holder.since === null ? '' : `${doing === '' ? ', in a transaction' : ''} since ${holder.since}`;
	return `session ${holder.pid}${who === '' ? '' : ` (${who})`}${doing}${since}`;
}

/** How such a lock comes to an end, for the person who reads it. */
export function lockAdvice(wait: LockWait | null): string {
	const pids = (wait?.holders ?? []).filter(({ pid }) => pid !== 0).map(({ pid }) => `select pg_terminate_backend(${pid})`);
	return pids.length === 0 ? 'Commit or roll back there.' : `Commit or roll back there, or end it: ${pids.join('; ')}.`;
}

/** Both as sentences: what is locked by whom, and how that ends. */
export function lockSentence(wait: LockWait | null): string {
	return `${capital(lockWords(wait))}. ${lockAdvice(wait)}`;
}

export function lockAsJson(wait: LockWait): JsonObject {
	return { kind: wait.kind, relation: wait.relation, holders: wait.holders.map((holder) => ({ ...holder })) };
}
