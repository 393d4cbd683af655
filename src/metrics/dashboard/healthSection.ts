import type { HealthReport } from '../../health/types';
import { element, type Markup } from '../charts/markup';

/** The state of one pair with every finding, the worst first. */
export function healthSection({ name, state, checkedAt, checks }: HealthReport): Markup {
	const order = ['critical', 'warning', 'unknown', 'ok'] as const;
	const sorted = [...checks].sort((a, b) => order.indexOf(a.severity) - order.indexOf(b.severity));
	return element(
		'section', {}, element('h2', {}, `Health of ${name} `, element('span', { class: `state ${state}` }, state)), element('p', { class: 'quiet' }, `Checked at ${checkedAt}`),
		element('div', { class: 'scroll' }, element('table', {},
			element('thead', {}, element('tr', {}, ['check', 'state', 'finding', 'what to do'].map((heading) => element('th', {}, heading)))),
			element('tbody', {}, sorted.map((check) => element('tr', {}, element('td', {}, check.name.replaceAll('_', ' ')), element('td', {}, element('span', { class: `state ${check.severity}` }, check.severity)), element('td', {}, check.finding), element('td', {}, check.whatToDo)))),
		)),
	);
}
