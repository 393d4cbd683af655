import { chartStyles } from '../../metrics/charts';
import { html, trusted, type Html, type Part } from '../html';
import { formView } from '../parts/formView';
import { pageLink, type PageName } from '../pageLink';
import { progressScript } from '../progressScript';
import { pageStyle } from '../pageStyle';
import type { PageFrame } from '../types';

/** A whole page: head, menu, a sentence about what was just done, and what it is about. */
export function layout(frame: PageFrame, page: { readonly name: PageName | null; readonly heading: string; readonly content: Part }): Html {
	return html`<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${page.heading} – ${frame.title}</title>
<style>${trusted(pageStyle)}${trusted(chartStyles)}</style>
</head>
<body>
<a class="skip" href="#content">Skip to the content</a>
<header>
<p class="brand">${frame.title}</p>
${menu(frame, page.name)}
</header>
<main id="content" tabindex="-1">
${noticeView(frame)}
<h1>${page.heading}</h1>
${page.content}
</main>
<footer><p>Signed in as ${frame.user}. Times are UTC.</p></footer>
<script nonce="${frame.nonce}">${trusted(progressScript)}</script>
</body>
</html>`;
}

function menu(frame: PageFrame, current: PageName | null): Html {
	const entry = (page: PageName, words: Part, query: Readonly<Record<string, string | null>> = {}): Html =>
		html`<li><a href="${pageLink(page, { pair: frame.pair, name: frame.name, ...query })}"${page === current && html` aria-current="page"`}>${words}</a></li>`;
	return html`<nav aria-label="Console"><ul class="menu">
		${entry('dashboard', 'Dashboard')}
		${entry('conflicts', html`Conflicts${frame.openConflicts !== null && frame.openConflicts > 0 && html` <span class="count">${frame.openConflicts}</span>`}`)}
		${entry('runs', 'Runs')}
		${frame.openPlan !== null && entry('plan', html`Plan <span class="count">1</span>`, { plan: frame.openPlan })}
	</ul></nav>${pairPicker(frame)}`;
}

function pairPicker(frame: PageFrame): Html | null {
	if (frame.pairs.length < 2) return frame.pair === null ? null : html`<p class="pair">Pair <b>${frame.pair}</b></p>`;
	return html`<form method="get" class="pair"><input type="hidden" name="page" value="dashboard">${frame.name !== '' && html`<input type="hidden" name="name" value="${frame.name}">`}
		<label>Pair <select name="pair">${frame.pairs.map((pair) => html`<option${pair === frame.pair && html` selected`}>${pair}</option>`)}</select></label> <button>Show</button></form>`;
}

function noticeView(frame: PageFrame): Html | null {
	const { notice } = frame;
	if (notice === null) return null;
	const undo = notice.undo.length > 0 && formView(frame, 'reopen', { fields: { ids: notice.undo.join(',') }, content: html`<button>Undo this decision</button>` });
	return html`<div class="notice ${notice.tone}" role="${notice.tone === 'bad' ? 'alert' : 'status'}"><p>${notice.text}</p>${undo}</div>`;
}
