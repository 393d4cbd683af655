import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Fault } from '../faults/fault';
import { answerOf } from '../faults/faultAnswers';
import type { FaultSwitches } from '../faults/faultSwitches';
import type { Instance } from '../instance';
import type { Answer, IncomingRequest } from './exchange';
import type { RequestHooks } from './requestHooks';
import type { RequestLog } from './requestLog';
import { readRequest, send } from './wire';

/** Longest request line of the web server in front of OpenProject (Apache's LimitRequestLine), in bytes. */
const MAX_REQUEST_LINE_BYTES = 8190;

export interface Conversation {
	readonly instance: Instance;
	readonly faults: FaultSwitches;
	readonly hooks: RequestHooks;
	readonly log: RequestLog;
	readonly latencyMs: () => number;
	/** Carries the request out. */
	readonly answer: (request: IncomingRequest) => Answer;
}

/** One request from its arrival to its answer, whatever goes wrong on the way. */
export async function converse(conversation: Conversation, message: IncomingMessage, response: ServerResponse): Promise<void> {
	const startedMs = Date.now();
	const request = await readRequest(message);
	await conversation.hooks.before(request);
	const { latencyMs, fault } = conversation.faults.take(request);
	await pause(latencyMs + conversation.latencyMs());
	const answer = await deliver(conversation, request, response, fault);
	log(conversation.log, request, { answer, fault, startedMs });
}

/** Answers, or does not, as the fault wants it. Gives the answer that was sent, null where none was. */
async function deliver(conversation: Conversation, request: IncomingRequest, response: ServerResponse, fault: Fault | null): Promise<Answer | null> {
	const nowMs = conversation.instance.clock.nowMs();
	switch (fault?.kind) {
		case 'resetBeforeEffect':
			reset(response);
			return null;
		case 'resetThenEffect':
			reset(response);
			await pause(fault.ms);
			await carryOut(conversation, request);
			return null;
		case 'resetAfterEffect':
			await carryOut(conversation, request);
			reset(response);
			return null;
		case 'tooManyRequests':
		case 'serverError':
		case 'loginPage':
		case 'wrongApi': {
			if (fault.kind === 'serverError' && fault.hasEffect === true) await carryOut(conversation, request);
			const answer = answerOf(fault, nowMs)!;
			send(response, answer, { nowMs });
			return answer;
		}
		default: {
			const answer = await carryOut(conversation, request);
			if (fault?.kind === 'delayAnswer') await pause(fault.ms);
			send(response, answer, { nowMs, isTruncated: fault?.kind === 'truncatedJson', isCutOff: fault?.kind === 'resetMidAnswer' });
			return answer;
		}
	}
}

async function carryOut({ answer, hooks }: Conversation, request: IncomingRequest): Promise<Answer> {
	const isTooLong = request.method.length + request.path.length + request.query.toString().length > MAX_REQUEST_LINE_BYTES;
	const given: Answer = isTooLong
		? { status: 414, headers: { 'Content-Type': 'text/html; charset=iso-8859-1' }, text: '<html><head><title>414 Request-URI Too Long</title></head><body></body></html>' }
		: answer(request);
	await hooks.after(request, given);
	return given;
}

function reset(response: ServerResponse): void {
	response.socket?.resetAndDestroy();
}

async function pause(ms: number): Promise<void> {
	if (ms > 0) await sleep(ms);
}

function log(requestLog: RequestLog, request: IncomingRequest, { answer, fault, startedMs }: { answer: Answer | null; fault: Fault | null; startedMs: number }): void {
	const json = answer?.json;
	requestLog.add({
		atMs: startedMs,
		method: request.method,
		path: request.path,
		query: Object.fromEntries(request.query),
		body: request.method === 'GET' ? '' : request.body,
		status: answer?.status ?? null,
		elementCount: typeof json === 'object' && json !== null && 'count' in json && typeof json.count === 'number' ? json.count : null,
		notify: request.query.get('notify') !== 'false',
		fault: fault?.kind ?? null,
		durationMs: Date.now() - startedMs,
	});
}
