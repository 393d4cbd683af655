import { element, type Markup } from '../charts/markup';
import { shortNumber, wholeNumber } from '../charts/scale';
import { durationWords } from '../durationWords';
import type { RunFigures } from '../types';

const NONE = '–';

/** The figures of the whole time at a glance. */
export function tiles(figures: RunFigures): Markup {
	const shown: ReadonlyArray<readonly [string, string]> = [
		['Runs', wholeNumber(figures.runs)],
		['Failed runs', figures.failedPercent === null ? NONE : `${wholeNumber(figures.byStatus.failed)} (${figures.failedPercent.toFixed(1)} %)`],
		['Records processed', wholeNumber(figures.processed)],
		['Records failed', wholeNumber(figures.failed)],
		['Conflicts found', wholeNumber(figures.conflictsFound)],
		['Conflicts settled', wholeNumber(figures.conflictsSettled)],
		['Median duration', figures.duration.p50 === null ? NONE : durationWords(figures.duration.p50)],
		['95 % within', figures.duration.p95 === null ? NONE : durationWords(figures.duration.p95)],
		['Records a second', figures.rate === null ? NONE : shortNumber(figures.rate)],
		['Requests (repeated)', `${wholeNumber(figures.requests)} (${wholeNumber(figures.retries)})`],
		['Transferred', `${shortNumber(figures.bytesSent + figures.bytesReceived)}B`],
		['Peak memory', figures.peakMemoryBytes === null ? NONE : `${shortNumber(figures.peakMemoryBytes)}B`],
	];
	return element('dl', { class: 'tiles' }, shown.map(([name, value]) => element('div', { class: 'tile' }, element('dt', {}, name), element('dd', {}, value))));
}
