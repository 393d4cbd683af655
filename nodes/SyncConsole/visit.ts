import type { Database } from '../../src/postgres';
import { checkToken, makeToken, type TokenScope } from '../../src/console/formToken';
import { noticeFor } from '../../src/console/forms/notices';
import type { PairEntry } from '../../src/console/read/readMenu';
import type { PageFrame } from '../../src/console/types';
import type { ConsoleSettings } from './settings';

/** One request of somebody who is signed in. */
export interface Visit {
	readonly settings: ConsoleSettings;
	readonly database: Database;
	/** Notes what went wrong in n8n's log. */
	readonly log: (thrown: unknown) => void;
	readonly user: string;
	/** Known to the server only; signs tokens. */
	readonly key: string;
	readonly nonce: string;
	readonly nowMs: number;
	/** The address's query. */
	readonly query: URLSearchParams;
	readonly menu: readonly PairEntry[];
	/** The pair asked for, or the first; null: there is none. */
	readonly pair: PairEntry | null;
}

/** A form is good for this long: a working day. */
const FORM_MS = 8 * 3_600_000;
const PROGRESS_MS = 12 * 3_600_000;
/** Longest name a person gives. */
const LONGEST_NAME = 80;

/** What a page needs to know of where it is. `name` comes from the form that was sent, if one was. */
export function frameOf(visit: Visit, name = nameOf(visit.query)): PageFrame {
	const { settings, pair } = visit;
	const scope = (purpose: string): TokenScope => ({ key: visit.key, user: visit.user, purpose, pair: pair?.name ?? '' });
	return {
		title: settings.title, pair: pair?.name ?? null, pairs: visit.menu.map((entry) => entry.name), user: visit.user, name, isReadOnly: settings.isReadOnly, nowMs: visit.nowMs, nonce: visit.nonce,
		openConflicts: pair?.openConflicts ?? null, openPlan: pair?.openPlan ?? null, newest: pair?.newest ?? null,
		formToken: (purpose) => makeToken(scope(purpose), visit.nowMs + FORM_MS),
		progressToken: makeToken(progressScope(visit.key, pair?.name ?? ''), visit.nowMs + PROGRESS_MS),
		notice: noticeFor(visit.query.get('said'), undoIn(visit)),
	};
}

/**
 * What an address carries so that the page it leads to can offer to take back what was just decided. Signed, for who decided and
 * this pair: a link that somebody else made cannot put decisions of their choice behind a button.
 */
export function undoQuery(visit: Visit, ids: readonly string[]): { readonly undo: string | null; readonly undoToken: string | null } {
	const undo = ids.join(',');
	return undo === '' ? { undo: null, undoToken: null } : { undo, undoToken: makeToken(undoScope(visit, undo), visit.nowMs + FORM_MS) };
}

function undoIn(visit: Visit): string | null {
	const undo = visit.query.get('undo');
	return undo !== null && checkToken(undoScope(visit, undo), visit.query.get('undoToken'), visit.nowMs) === 'good' ? undo : null;
}

function undoScope({ key, user, pair }: Visit, undo: string): TokenScope {
	return { key, user, purpose: `offer to reopen ${undo}`, pair: pair?.name ?? '' };
}

/** What the page's script may do without signing in: ask how far the run of one pair is. */
export function progressScope(key: string, pair: string): TokenScope {
	return { key, user: '', purpose: 'progress', pair };
}

/** The name a person gave, on one line. */
export function nameOf(form: URLSearchParams): string {
	return (form.get('name') ?? '').replace(/\s+/g, ' ').trim().slice(0, LONGEST_NAME);
}

/** Who decides or starts something, for the record: the name given, and who signed in. */
export function whoIs(visit: Visit, name: string): string {
	return name === '' || name === visit.user ? visit.user : `${name} (${visit.user})`;
}
