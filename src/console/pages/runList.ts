import { html, type Html } from '../html';
import { pager } from '../parts/pager';
import { runTable } from '../parts/runTable';
import type { PageFrame, RunLine } from '../types';
import { layout } from './layout';

/** Runs a page shows. */
export const RUNS_A_PAGE = 50;

/** All runs of a pair, newest first, by pages. */
export function runList(frame: PageFrame, data: { readonly total: number; readonly from: number; readonly runs: readonly RunLine[] }): Html {
	return layout(frame, { name: 'runs', heading: 'Runs', content: html`${runTable(frame, data.runs, 'Runs, newest first')}${pager('runs', { pair: frame.pair, name: frame.name }, { from: data.from, size: RUNS_A_PAGE, total: data.total })}` });
}
