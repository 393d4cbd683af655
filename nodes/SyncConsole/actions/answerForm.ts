import type { IDataObject } from 'n8n-workflow';
import { checkToken } from '../../../src/console/formToken';
import { purposeOf, readForm } from '../../../src/console/forms/readForm';
import { bareMessage, messagePage } from '../../../src/console/pages/messagePage';
import { pageLink } from '../../../src/console/pageLink';
import type { PairEntry } from '../../../src/console/read/readMenu';
import type { FormPurpose } from '../../../src/console/types';
import { page, redirect, type Answer } from '../answer';
import { frameOf, nameOf, whoIs, type Visit } from '../visit';
import { decideForm } from './decideForm';
import { reopenForm } from './reopenForm';
import { requestItem } from './requestItem';

/** A form that was sent by somebody who may: what it is about, and by whom. */
export interface Submission {
	readonly visit: Visit;
	readonly pair: PairEntry;
	readonly form: URLSearchParams;
	/** Name the person gave. */
	readonly name: string;
	/** Who that is, for the record. */
	readonly by: string;
}

/** Answers a form. Nothing is done before its token is seen to be one of this console's, for this person, purpose and pair. */
export async function answerForm(visit: Visit, request: { readonly headers: Readonly<Record<string, unknown>>; readonly rawBody?: unknown }): Promise<Answer> {
	const reading = readForm(request.headers['content-type'], request.rawBody);
	if (reading.status === 'refused') return page(bareMessage('This form cannot be taken', reading.message), reading.code);
	const { form } = reading;
	const purpose = purposeOf(form);
	const pair = visit.menu.find((entry) => entry.name === form.get('pair')) ?? null;
	const known: Visit = { ...visit, pair };
	if (purpose === null) return refuse(known, 400, 'The form does not say what it is for.');
	const verdict = checkToken({ key: visit.key, user: visit.user, purpose, pair: form.get('pair') ?? '' }, form.get('token'), visit.nowMs);
	if (verdict === 'expired') return refuse(known, 403, 'The page with this form was opened more than 8 hours ago. Nothing was done. Load it anew and send it again.');
	if (verdict === 'wrong') return refuse(known, 403, 'This form did not come from a page of this console, or the password has changed since. Nothing was done.');
	if (pair === null) return refuse(known, 404, 'There is no such pair any more.');
	if (visit.settings.isReadOnly) return refuse(known, 403, 'This console is read only. Nothing was done.');
	const name = nameOf(form);
	return await perform(purpose, { visit: known, pair, form, name, by: whoIs(visit, name) });
}

async function perform(purpose: FormPurpose, submission: Submission): Promise<Answer> {
	if (purpose === 'decide') return await decideForm(submission);
	if (purpose === 'reopen') return await reopenForm(submission);
	return startWorkflow(purpose, submission, await requestItem(purpose, submission));
}

function startWorkflow(purpose: FormPurpose, { pair, form, name }: Submission, item: IDataObject): Answer {
	return redirect(pageLink('dashboard', { pair: pair.name, name, said: purpose, newest: form.get('newest') }), item);
}

function refuse(visit: Visit, status: number, sentence: string): Answer {
	return page(messagePage(frameOf(visit), { heading: 'Nothing was done', sentences: [sentence] }), status);
}
