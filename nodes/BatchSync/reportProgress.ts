import type { IExecuteFunctions } from 'n8n-workflow';
import type { Clock } from '../../src/openproject';
import type { EnginePorts } from '../../src/run';
import { progressMessage } from './output/progressMessage';

const PAUSE_MS = 2000;

/** Shows progress in the editor's console while somebody watches: n8n shows hints only once a node has ended. */
export function reportProgress(context: IExecuteFunctions, pair: string, clock: Clock): NonNullable<EnginePorts['onProgress']> {
	if (context.getMode() !== 'manual') return () => undefined;
	let lastMs = -PAUSE_MS;
	return (progress) => {
		if (clock.monotonic() - lastMs < PAUSE_MS) return;
		lastMs = clock.monotonic();
		context.sendMessageToUI(progressMessage(pair, progress));
	};
}
