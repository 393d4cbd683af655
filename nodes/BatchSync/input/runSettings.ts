import { defaultSettings, type GuardName, type RunSettings } from '../../../src/run';
import { InputError } from '../../n8n/InputError';
import { numberOf, wordOf, type Values } from '../../n8n/values';

const GUARDS: readonly GuardName[] = ['both_populated', 'empty_side', 'mapping_changed', 'mass_change', 'mass_delete', 'scope_changed', 'went_back'];
const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;

/** How to run, from the node's options; what has no option is the engine's default. */
export function runSettingsOf(options: Values): RunSettings {
	const whole = (name: string, label: string, min: number, max: number, fallback: number) => numberOf(options[name], label, { min, max, fallback, whole: true });
	const minutes = (name: string, label: string, min: number, fallback: number) => Math.round(numberOf(options[name], label, { min, max: 10_080, fallback }) * MINUTE_MS);
	const requestDeadlineMs = whole('requestSeconds', 'Request Timeout (Seconds)', 5, 600, 60) * 1000;
	return {
		...defaultSettings,
		batchSize: whole('batchSize', 'Batch Size', 1, 1000, 50),
		workers: whole('workers', 'Workers', 1, 10, 3),
		guards: {
			maxDeletes: whole('maxDeletes', 'Maximum Deletions', 0, 1_000_000_000, 25),
			maxDeletePercent: numberOf(options['maxDeletePercent'], 'Maximum Deletions (Percent)', { min: 0, max: 100, fallback: 10 }),
			maxChangePercent: numberOf(options['maxChangePercent'], 'Maximum Changes (Percent)', { min: 0, max: 100, fallback: 90 }),
			letThrough: letThroughOf(options['letThrough']),
		},
		deadlineMs: minutes('deadlineMinutes', 'Deadline (Minutes)', 0.1, 15),
		cadenceMs: minutes('cadenceMinutes', 'Cadence (Minutes)', 0, 15),
		completeEveryMs: Math.round(numberOf(options['completeHours'], 'Complete Every (Hours)', { min: 0, max: 8760, fallback: 24 }) * 60 * MINUTE_MS),
		overlapMs: minutes('overlapMinutes', 'Overlap (Minutes)', 0, 10),
		tieMs: minutes('tieMinutes', 'Tie Window (Minutes)', 0, 2),
		leaseMs: requestDeadlineMs + 15_000,
		requestDeadlineMs,
		planMaxAgeMs: Math.round(numberOf(options['planHours'], 'Plan Age (Hours)', { min: 0.1, max: 8760, fallback: 24 }) * 60 * MINUTE_MS),
		retention: retentionOf(options),
		reportLimit: whole('reportLimit', 'Maximum Items per Output', 1, 10_000, 1000),
	};
}

function retentionOf(options: Values): RunSettings['retention'] {
	const days = (name: string, label: string, fallback: number): number => numberOf(options[name], label, { min: 0, max: 3650, fallback });
	const images = days('keepImagesDays', 'Keep for Undo (Days)', 30);
	const history = days('keepHistoryDays', 'Keep History (Days)', 90);
	if (history < images) throw new InputError('Keep History (Days)', history, `Give at least as many as Keep for Undo (Days), which is ${images}.`);
	return {
		...defaultSettings.retention,
		imagesMs: Math.round(images * DAY_MS),
		historyMs: Math.round(history * DAY_MS),
		maxRuns: numberOf(options['keepRuns'], 'Keep Runs (Maximum)', { min: 1, max: 10_000_000, fallback: 10_000, whole: true }),
	};
}

function letThroughOf(value: unknown): readonly GuardName[] {
	if (value === undefined || value === null) return [];
	if (!Array.isArray(value)) throw new InputError('Guards Let Through', value, 'Give a list of guards.');
	return value.map((guard: unknown) => wordOf(guard, 'Guards Let Through', GUARDS));
}
