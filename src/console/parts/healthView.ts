import type { HealthCheck, HealthReport, HealthState, Severity } from '../../health/types';
import { html, type Html } from '../html';
import { plainWords } from '../words';

const STATES: Readonly<Record<HealthState, { readonly tone: string; readonly sign: string; readonly words: string }>> = {
	healthy: { tone: 'good', sign: '✓', words: 'Healthy' },
	degraded: { tone: 'fair', sign: '!', words: 'Degraded' },
	critical: { tone: 'bad', sign: '✕', words: 'Critical' },
};

const SEVERITIES: Readonly<Record<Severity, { readonly tone: string; readonly words: string }>> = {
	ok: { tone: 'good', words: 'OK' },
	warning: { tone: 'fair', words: 'Warning' },
	critical: { tone: 'bad', words: 'Critical' },
	unknown: { tone: 'plain', words: 'Not known' },
};

/** Health in a word, a sign and a colour, with what is wrong and what to do; all checks below. */
export function healthView(health: HealthReport | null, problem: string | null): Html {
	if (health === null) return html`<section class="card state fair" aria-labelledby="health"><span class="sign" aria-hidden="true">?</span><div><h2 id="health">Health is not known</h2><p>${problem}</p></div></section>`;
	const { tone, sign, words } = STATES[health.state];
	const wrong = health.checks.filter(({ severity }) => severity === 'critical' || severity === 'warning');
	return html`<section class="card state ${tone}" aria-labelledby="health"><span class="sign" aria-hidden="true">${sign}</span><div>
		<h2 id="health">${words}</h2>
		${wrong.length === 0 ? html`<p>Nothing is wrong.</p>` : html`<ul class="checks">${wrong.map(checkView)}</ul>`}
		<details><summary>All ${health.checks.length} checks</summary><ul class="checks">${health.checks.map(checkView)}</ul></details></div></section>`;
}

function checkView(check: HealthCheck): Html {
	const { tone, words } = SEVERITIES[check.severity];
	return html`<li><span class="badge ${tone}">${words}</span> <b>${plainWords(check.name)}</b>: ${check.finding}${check.severity !== 'ok' && check.whatToDo !== null ? html` ${check.whatToDo}` : null}</li>`;
}
