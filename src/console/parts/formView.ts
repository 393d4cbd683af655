import { html, type Html, type Part } from '../html';
import type { FormPurpose, PageFrame } from '../types';

/** A form that does one thing, with its token; nothing on pages without buttons. `fields` are hidden ones. */
export function formView(frame: PageFrame, purpose: FormPurpose, { fields = {}, content, id }: { readonly fields?: Readonly<Record<string, string>>; readonly content: Part; readonly id?: string }): Html | null {
	if (frame.isReadOnly || frame.pair === null) return null;
	const hidden = { action: purpose, token: frame.formToken(purpose), pair: frame.pair, ...(frame.newest === null ? {} : { newest: frame.newest }), ...(purpose === 'decide' || frame.name === '' ? {} : { name: frame.name }), ...fields };
	return html`<form method="post" action="?page=act" accept-charset="utf-8"${id === undefined ? null : html` id="${id}"`}>${Object.entries(hidden).map(([name, value]) => html`<input type="hidden" name="${name}" value="${value}">`)}${content}</form>`;
}

/** The field in which a person says who they are, since all of them may sign in under one name. */
export function nameField(frame: PageFrame): Html {
	return html`<label class="field">Your name, to stand beside the decision <input type="text" name="name" value="${frame.name}" maxlength="80" autocomplete="name" placeholder="${frame.user}"></label>`;
}
