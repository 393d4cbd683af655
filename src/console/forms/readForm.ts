import type { FormPurpose } from '../types';

/** A request body that is a form, or why it is none. */
export type FormReading = { readonly status: 'form'; readonly form: URLSearchParams } | { readonly status: 'refused'; readonly code: 413 | 415; readonly message: string };

/** Bytes of a form: 25 records with a long text each. */
export const MOST_FORM_BYTES = 1_048_576;

/** Reads a form from the bytes of the body: n8n's own parser drops whatever comes after 1,000 fields. */
export function readForm(contentType: unknown, body: unknown): FormReading {
	const type = typeof contentType === 'string' ? (contentType.split(';')[0] ?? '').trim().toLowerCase() : '';
	if (type !== 'application/x-www-form-urlencoded' || !Buffer.isBuffer(body)) return { status: 'refused', code: 415, message: 'Forms are sent as application/x-www-form-urlencoded.' };
	if (body.length > MOST_FORM_BYTES) return { status: 'refused', code: 413, message: `The form has ${body.length} bytes; ${MOST_FORM_BYTES} are taken. Decide about fewer at a time.` };
	return { status: 'form', form: new URLSearchParams(body.toString('utf8')) };
}

const PURPOSES: Readonly<Record<FormPurpose, true>> = { apply_decisions: true, apply_plan: true, cancel_run: true, decide: true, reopen: true, run_now: true, undo_run: true };

/** What a form asks for; null where that is nothing the pages have a form for. */
export function purposeOf(form: URLSearchParams): FormPurpose | null {
	const action = form.get('action') ?? '';
	return Object.hasOwn(PURPOSES, action) ? (action as FormPurpose) : null;
}
