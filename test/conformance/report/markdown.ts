import { AREAS, type Area } from '../check';
import type { Outcome, Report } from '../outcome';
import { closingLine } from './table';

const TITLES: Readonly<Record<Area, string>> = {
	create: 'Create',
	customFields: 'Custom fields, schemas, forms',
	update: 'Update',
	delete: 'Delete',
	list: 'List',
	other: 'Other',
};

const WORDS = { passed: '', failed: '**differs**', skipped: 'skipped', noted: 'noted' } as const;

/** Begins and ends what is generated in a page. */
const BEGIN = '<!-- results: generated -->';
const END = '<!-- end of results -->';

/** The results as a part of a page. */
export function markdownOf(report: Report): string {
	const { server, version, date, outcomes } = report;
	const areas = AREAS.flatMap((area) => areaOf(area, outcomes.filter((outcome) => outcome.area === area)));
	return [BEGIN, `## ${server} ${version}, ${date}`, '', `${closingLine(outcomes)}.`, '', ...areas, END].join('\n');
}

/** A page with its results replaced, or with results added at its end. */
export function withResults(page: string, results: string): string {
	const begin = page.indexOf(BEGIN);
	const end = page.indexOf(END);
	if (begin < 0 || end < begin) return `${page.trimEnd()}${page.trim() === '' ? '' : '\n\n'}${results}\n`;
	return page.slice(0, begin) + results + page.slice(end + END.length);
}

function areaOf(area: Area, outcomes: readonly Outcome[]): readonly string[] {
	if (outcomes.length === 0) return [];
	return [`### ${TITLES[area]}`, '', '| | behaviour | expected | answered | |', '|---|---|---|---|---|', ...outcomes.map(rowOf), ''];
}

function rowOf({ id, behaviour, expected, answered, verdict, reason }: Outcome): string {
	const last = verdict === 'skipped' || reason !== undefined ? `${WORDS[verdict]}: ${reason ?? ''}` : WORDS[verdict];
	return `| ${id} | ${escape(behaviour)} | ${code(expected)} | ${code(answered)} | ${escape(last)} |`;
}

function code(text: string): string {
	return text === '' ? '' : `\`${escape(text)}\``;
}

function escape(text: string): string {
	return text.replaceAll('|', '\\|').replace(/\s+/g, ' ');
}
