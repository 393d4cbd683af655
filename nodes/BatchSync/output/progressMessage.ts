import { progressWords, type Progress } from '../../../src/run';

/** One line for people about how far a run is. */
export function progressMessage(pair: string, progress: Progress): string {
	return `Pair '${pair}': ${progressWords(progress)}`;
}
