import { durationWords } from '../../metrics';
import type { Database } from '../../postgres';
import { judged } from '../judge';
import type { HealthCheck, HealthRemote, HealthThresholds } from '../types';

/** The Date header is cut to whole seconds, so on average it is half a second behind. */
const HALF_SECOND_MS = 500;

/** OpenProject's clock less the database's, in milliseconds; null where OpenProject tells no time. */
export async function readClockDifference(database: Database, remote: HealthRemote): Promise<number | null> {
	const before = await databaseMs(database);
	// A window that begins now is as good as empty, and its answer has the server's time.
	for await (const { serverTimeMs } of remote.window(new Date(before).toISOString())) {
		const after = await databaseMs(database);
		return serverTimeMs === null ? null : Math.round(serverTimeMs + HALF_SECOND_MS - (before + after) / 2);
	}
	return null;
}

async function databaseMs(database: Database): Promise<number> {
	const [row] = await database.transaction((tx) => tx.query<{ ms: number }>({ text: 'select (extract(epoch from clock_timestamp()) * 1000)::float8 as ms' }), { readOnly: true });
	return row?.ms ?? 0;
}

/** Whether the clocks of the two sides agree. Only decisions by time suffer where they do not: the engine measures the difference itself. */
export function judgeClock(differenceMs: number | null, { clockMs }: HealthThresholds): HealthCheck {
	if (differenceMs === null) return judged('clock', 'unknown', { finding: 'OpenProject tells no time in its answers.', threshold: clockMs });
	const isOff = Math.abs(differenceMs) >= clockMs;
	const which = differenceMs > 0 ? 'ahead of' : 'behind';
	return judged('clock', isOff ? 'warning' : 'ok', {
		finding: isOff ? `OpenProject's clock is ${durationWords(Math.abs(differenceMs))} ${which} the database's.` : 'The clocks of OpenProject and the database agree.', value: differenceMs, threshold: clockMs,
		whatToDo: isOff ? 'Let both servers take their time from a time server (NTP). Syncs go on; only policies that go by time are less exact.' : null,
	});
}
