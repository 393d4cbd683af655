import type { RunMode, RunRequest } from '../../../src/run';
import { InputError } from '../../n8n/InputError';
import { textsOf, wordOf } from '../../n8n/values';

const MODES: readonly RunMode[] = ['delta_sync', 'full_sync', 'incremental', 'reconciliation'];
const MOST_IDS = 10_000;

/** What is asked for: mode, records, preview, and who asks. */
export function runRequestOf(
	values: { readonly mode: unknown; readonly ids: unknown },
	origin: Pick<RunRequest, 'trigger' | 'startedBy'>,
	preview: boolean,
): RunRequest {
	const mode = wordOf(values.mode, 'Mode', MODES);
	const ids = mode === 'delta_sync' ? [...new Set(textsOf(values.ids, 'Record IDs'))] : [];
	if (ids.length > MOST_IDS) throw new InputError('Record IDs', `${ids.length} IDs`, `Give at most ${MOST_IDS}, or use Full Sync.`);
	return {
		mode,
		...(ids.length === 0 ? {} : { ids }),
		preview,
		...origin,
	};
}
