import type { JsonObject } from '../record';
import type { OpenProjectApi } from './api';
import { wordsLeft } from './dateWords';
import { problemOf } from './problem';
import type { SendOutcome } from './retry';
import type { HttpRequest } from './types';

/** One write with what is said of its dates; once more without the words the server names as refused, since the values may well be accepted. */
export async function sendWithWords(api: OpenProjectApi, request: Omit<HttpRequest, 'timeoutMs' | 'body'>, { body, words }: { readonly body: JsonObject; readonly words: JsonObject }, deadline: number): Promise<SendOutcome> {
	const send = async (said: JsonObject): Promise<SendOutcome> => await api.write({ ...request, body: { ...body, ...said } }, deadline);
	const outcome = await send(words);
	if (Object.keys(words).length === 0 || outcome.kind === 'failure' || outcome.response.status !== 422) return outcome;
	const left = wordsLeft(words, problemOf(outcome.response).attributes);
	return left === null ? outcome : await send(left);
}
