import type { HealthReport } from '../../health/types';
import { chartStyles, conflictsChart, durationsChart, failuresChart, lagChart, runsChart, throughputChart } from '../charts';
import { element, Markup, styleSheet } from '../charts/markup';
import type { FieldConflicts, MeasuredRun, Report } from '../types';
import { healthSection } from './healthSection';
import { pageStyles } from './pageStyles';
import { periodsTable, runsTable } from './tables';
import { tiles } from './tiles';

/** What a dashboard shows; everything in it may be empty. */
export interface Dashboard {
	readonly title: string;
	readonly report: Report;
	readonly conflicts: readonly FieldConflicts[];
	/** Newest first. */
	readonly runs: readonly MeasuredRun[];
	readonly health: readonly HealthReport[];
}

/** Scripts, pictures from elsewhere, forms: nothing but the page's own style may load, even if something should slip into it. */
const POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";

/** One page of HTML that needs nothing else: charts as SVG, no script, light and dark as the reader's system says. */
export function dashboardPage({ title, report, conflicts, runs, health }: Dashboard): string {
	const charts = [runsChart(report), throughputChart(report), durationsChart(report), conflictsChart(conflicts), failuresChart(report), lagChart(report)];
	const page = element(
		'html', { lang: 'en' },
		element(
			'head', {}, element('meta', { charset: 'utf-8' }), element('meta', { name: 'viewport', content: 'width=device-width, initial-scale=1' }),
			element('meta', { 'http-equiv': 'Content-Security-Policy', content: POLICY }), element('meta', { name: 'color-scheme', content: 'light dark' }),
			element('title', {}, title), styleSheet(`${chartStyles}${pageStyles}`),
		),
		element(
			'body', {},
			element('header', {}, element('h1', {}, title), element('p', { class: 'quiet' }, `${report.from} to ${report.to}, by ${report.by}, in ${report.timeZone}`)),
			element('main', {}, health.map(healthSection), tiles(report.summary), element('div', { class: 'charts' }, charts.map((chart) => element('figure', {}, new Markup(chart)))), runsTable(runs), periodsTable(report)),
		),
	);
	return `<!DOCTYPE html>\n${page.text}\n`;
}
