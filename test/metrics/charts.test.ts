import fc from 'fast-check';
import { conflictsChart, dashboardPage, durationsChart, durationWords, failuresChart, lagChart, runsChart, throughputChart } from '../../src/metrics';
import { shortDuration, shortNumber, timeTicksUpTo, ticksUpTo, wholeNumber } from '../../src/metrics/charts/scale';
import type { HealthReport } from '../../src/health';
import { noFigures, reportOver, runOf } from './figures';

const NASTY = `</title><script>alert(1)</script><img src=x onerror=alert(1)>"'&\u0000\ud800`;
const busy = { runs: 4, byStatus: { ...noFigures.byStatus, done: 3, failed: 1 }, processed: 40, failed: 2, rate: 12.5, lagMs: 90_000, duration: { sum: 4000, average: 1000, p50: 900, p95: 1800, max: 2000 } };
const report = reportOver([busy, {}, { ...busy, rate: 3 }]);
const charts = { runsChart, throughputChart, durationsChart, failuresChart, lagChart };

/** Element names and text of well-formed XML; throws for anything else. */
function wellFormed(xml: string): { readonly names: readonly string[]; readonly texts: readonly string[] } {
	const open: string[] = [];
	const names: string[] = [];
	const texts: string[] = [];
	const token = /<(\/?)([a-zA-Z][\w-]*)((?:\s[\w:-]+="[^"<]*")*)\s*(\/?)>|([^<]+)|(<)/g;
	for (const [whole, close, name = '', attributes = '', alone, text] of xml.matchAll(token)) {
		if (text !== undefined) texts.push(text);
		else if (name === '') throw new Error(`Not XML: ${whole}`);
		else if (close === '/') {
			if (open.pop() !== name) throw new Error(`</${name}> closes nothing.`);
		} else {
			names.push(name);
			if (alone !== '/') open.push(name);
			for (const [, value = ''] of attributes.matchAll(/="([^"]*)"/g)) texts.push(value);
		}
	}
	if (open.length > 0) throw new Error(`Not closed: ${open.join(', ')}`);
	for (const text of texts) if (/&(?!(?:amp|lt|gt|quot|#39);)/.test(text)) throw new Error(`Not escaped: ${text}`);
	return { names, texts };
}

describe.each(Object.entries(charts))('%s', (_name, chart) => {
	it('is an SVG with a title and a description, of numbers that are numbers', () => {
		const { names, texts } = wellFormed(chart(report));
		expect(names[0]).toBe('svg');
		expect(names).toEqual(expect.arrayContaining(['title', 'desc']));
		expect(names).not.toContain('script');
		expect(texts.filter((text) => /NaN|Infinity|undefined|null/.test(text))).toEqual([]);
	});

	it('over no runs is empty, and says so', () => {
		expect(wellFormed(chart(reportOver([]))).texts).toContain('No runs in this time.');
		expect(wellFormed(chart(reportOver([{}, {}]))).texts).toContain('No runs in this time.');
	});

	it('escapes whatever a label holds', () => {
		const svg = chart(reportOver([{ ...busy, label: NASTY }]));
		expect(wellFormed(svg).names).not.toEqual(expect.arrayContaining(['script']));
		expect(svg).toContain('&lt;script&gt;');
	});
});

it('bars stand for their values: twice the runs, twice as high', () => {
	const heights = [...runsChart(reportOver([{ runs: 2, byStatus: { ...noFigures.byStatus, done: 2 } }, { runs: 4, byStatus: { ...noFigures.byStatus, done: 4 } }])).matchAll(/<rect [^>]*height="([\d.]+)" style="fill:var\(--batch-sync-good, #2f9e63\)"/g)].map(([, height]) => Number(height)).filter((height) => height !== 10);
	expect(heights).toHaveLength(2);
	expect((heights[1] ?? 0) / (heights[0] ?? 1)).toBeCloseTo(2, 1);
});

it('a line is interrupted where nothing was measured', () => {
	const path = /<path d="([^"]+)"/.exec(throughputChart(report))?.[1] ?? '';
	expect(path.match(/M/g)).toHaveLength(2);
	expect(path).not.toContain('L');
});

it('conflicts are shown by field, long and odd names too', () => {
	const svg = conflictsChart([{ field: 'title', found: 10, settled: 6, open: 3 }, { field: NASTY, found: 2, settled: 2, open: 0 }, { field: '*', found: 1, settled: 0, open: 1 }]);
	const { texts } = wellFormed(svg);
	expect(texts).toEqual(expect.arrayContaining(['title: 10 found, 6 settled, 3 waiting for a person', 'whole record']));
	expect(wellFormed(conflictsChart([])).texts).toContain('No conflicts were found in this time.');
});

it('axes end at a round number at or above the largest value', () => {
	fc.assert(fc.property(fc.double({ min: 1e-6, max: 1e12, noNaN: true }), (largest) => {
		for (const ticks of [ticksUpTo(largest), timeTicksUpTo(largest)]) {
			expect(ticks[0]).toBe(0);
			expect(ticks.at(-1)).toBeGreaterThanOrEqual(largest * (1 - 1e-6));
			expect(ticks.length).toBeLessThanOrEqual(6);
		}
	}));
	expect([ticksUpTo(0), ticksUpTo(7), timeTicksUpTo(90_000), timeTicksUpTo(7_200_000)]).toEqual([[0, 1], [0, 2, 4, 6, 8], [0, 50_000, 100_000], [0, 1_800_000, 3_600_000, 5_400_000, 7_200_000]]);
});

it.each([[0, '0 ms'], [999, '999 ms'], [45_000, '45 s'], [90_000, '1 minute 30 s'], [3_599_900, '1 hour'], [12_000_000, '3 hours 20 minutes'], [86_400_000, '1 day'], [183_600_000, '2 days 3 hours']])('%d ms are %s', (ms, words) => {
	expect(durationWords(ms)).toBe(words);
});

it('numbers on an axis are short, counts whole', () => {
	expect([0, 0.25, 999, 1500, 3_000_000].map(shortNumber)).toEqual(['0', '0.25', '999', '1.5k', '3M']);
	expect([0, 250, 45_000, 1_200_000, 5_400_000, 259_200_000].map(shortDuration)).toEqual(['0', '250 ms', '45 s', '20 min', '1.5 h', '3 d']);
	expect([0, 2880].map(wholeNumber)).toEqual(['0', '2,880']);
});

describe('a dashboard', () => {
	const health: HealthReport = { name: NASTY, source: 'engine', state: 'critical', message: NASTY, checkedAt: '2026-03-01T00:00:00Z', checks: [{ name: 'error_rate', severity: 'critical', finding: NASTY, whatToDo: NASTY, value: 1, threshold: 1 }] };
	const page = (more: Partial<Parameters<typeof dashboardPage>[0]> = {}): string => dashboardPage({ title: NASTY, report, conflicts: [{ field: NASTY, found: 1, settled: 0, open: 1 }], runs: [runOf({ name: NASTY, message: NASTY })], health: [health], ...more });
	const asXml = (html: string): string => html.replace('<!DOCTYPE html>\n', '').replace(/<meta([^>]*)>/g, '<meta$1/>').replace(/<style>[^<]*<\/style>/, '').trim();

	it('is one page without a script, every value escaped', () => {
		const { names } = wellFormed(asXml(page()));
		expect(names.filter((name) => ['script', 'img', 'link', 'iframe', 'object', 'a', 'form'].includes(name))).toEqual([]);
		expect(names.filter((name) => name === 'svg')).toHaveLength(6);
		expect(page()).not.toMatch(/\son\w+="|javascript:|url\(|@import|https?:\/\/(?!www\.w3\.org\/2000\/svg)/);
		expect(page()).toContain("default-src &#39;none&#39;");
		expect(page().isWellFormed()).toBe(true);
	});

	it('follows light and dark as the system says', () => {
		expect(page()).toContain('@media (prefers-color-scheme:dark){:root{--batch-sync-good:#6fd3a0');
	});

	it('over nothing at all says so', () => {
		const { texts } = wellFormed(asXml(page({ title: 'Nothing', report: reportOver([]), conflicts: [], runs: [], health: [] })));
		expect(texts).toEqual(expect.arrayContaining(['No runs in this time.', 'No runs yet.', 'No conflicts were found in this time.']));
		expect(texts.filter((text) => /NaN|Infinity|undefined/.test(text))).toEqual([]);
	});

	it('takes any text as text', () => {
		fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => {
			expect(() => wellFormed(asXml(page({ title: text, runs: [runOf({ name: text, message: text })] })))).not.toThrow();
		}), { numRuns: 50 });
	});
});
