import { ConfigurationError } from '../../errors';
import type { Transaction } from '../../postgres';
import type { Period, ReportQuery } from '../types';
import { isoTime } from '../../postgres/isoTime';

const HOUR_MS = 3_600_000;
const LENGTH_MS: Readonly<Record<Period, number>> = { hour: HOUR_MS, day: 24 * HOUR_MS, week: 7 * 24 * HOUR_MS };
/** Periods looked back over where no start is given. */
const USUAL_COUNT: Readonly<Record<Period, number>> = { hour: 48, day: 30, week: 26 };
const MOST_PERIODS = 2000;

export interface Span {
	readonly from: string;
	readonly to: string;
}

/** The time a report is about, as instants. Throws a ConfigurationError for one that is empty or has too many periods. */
export async function reportSpan(tx: Transaction, { by, from, to }: Pick<ReportQuery, 'by' | 'from' | 'to'>): Promise<Span> {
	const [now] = await tx.query<{ now: string }>({ text: `select ${isoTime('clock_timestamp()')} as now` });
	const toMs = to === null ? Date.parse(now?.now ?? '') : instantOf(to, 'end');
	const fromMs = from === null ? toMs - USUAL_COUNT[by] * LENGTH_MS[by] : instantOf(from, 'start');
	const given = `${new Date(fromMs).toISOString()} to ${new Date(toMs).toISOString()}`;
	if (fromMs >= toMs) throw new ConfigurationError(`The report is to cover ${given}, which is no time at all. Give a start before the end.`);
	if ((toMs - fromMs) / LENGTH_MS[by] > MOST_PERIODS) throw new ConfigurationError(`The report is to cover ${given} by ${by}, which are more than ${MOST_PERIODS} periods. Choose longer periods or a shorter time.`);
	return { from: new Date(fromMs).toISOString(), to: new Date(toMs).toISOString() };
}

function instantOf(text: string, what: string): number {
	const ms = Date.parse(text);
	if (!Number.isFinite(ms)) throw new ConfigurationError(`The ${what} of the report is '${text}', which is no time. Give one as ISO 8601, e.g. 2026-03-31T08:00:00Z.`);
	return ms;
}
