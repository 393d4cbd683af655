import { createHmac } from 'node:crypto';
import type { Activity } from '../data/model';
import type { Instance } from '../instance';
import { eventBody } from './eventBody';
import { Journals, type Journal } from './journals';

/** A webhook as an administrator enters it. */
export interface Webhook {
	readonly url: string;
	/** Without one nothing is signed. */
	readonly secret?: string;
	/** Default: work packages created and updated, and comments on them. */
	readonly events?: readonly string[];
	/** Ids; default: all projects. */
	readonly projectIds?: readonly number[];
	/** What OpenProject before 17.2.2 got wrong. Default 'application/json'. */
	readonly contentType?: string;
	/** Whether the body names who did it, as 17.3 and later do. Default false. */
	readonly namesActor?: boolean;
	/** How long an answer is waited for, in milliseconds. Default 60,000. */
	readonly timeoutMs?: number;
}

/** One event that was sent, or tried to be. */
export interface Delivery {
	readonly action: string;
	readonly workPackageId: number;
	readonly url: string;
	readonly headers: Readonly<Record<string, string>>;
	readonly body: string;
	/** Null where no answer came, or the address is not allowed. */
	readonly status: number | null;
	readonly attempts: number;
}

const ALL_EVENTS = ['work_package:created', 'work_package:updated', 'work_package_comment:comment'];
const MOST_ATTEMPTS = 3;
const PRIVATE = /^(127\.|10\.|192\.168\.|172\.(1[6-9]|2\d|3[01])\.|\[?::1\]?$|localhost$)/;

/** Sends events once their journals are final. A timeout is tried again, any answer is final, whatever it says. */
export class Webhooks {
	readonly deliveries: Delivery[] = [];
	/** The SSRF filter of 17.2 and later: nothing is sent to private addresses. */
	blocksPrivateAddresses = false;
	private readonly hooks = new Set<Webhook>();
	private readonly journals: Journals;
	private readonly running = new Set<Promise<void>>();

	constructor(private readonly instance: Instance, aggregationMs: number) {
		this.journals = new Journals(aggregationMs, (journal) => this.tell(journal));
	}

	/** Enters a webhook; gives back how to take it away. */
	add(webhook: Webhook): () => void {
		this.hooks.add(webhook);
		return () => void this.hooks.delete(webhook);
	}

	note(activity: Activity): void {
		if (this.hooks.size > 0) this.journals.add(activity);
	}

	/** Lets the time pass for which edits are joined, and waits until everything is delivered. */
	async flush(): Promise<void> {
		this.instance.database.closeActivities();
		this.journals.finishAll();
		while (this.running.size > 0) await Promise.all(this.running);
	}

	stop(): void {
		this.journals.stop();
		this.hooks.clear();
	}

	private tell(journal: Journal): void {
		const actions = [journal.isInitial ? 'work_package:created' : 'work_package:updated', ...(journal.comment === null ? [] : ['work_package_comment:comment'])];
		for (const webhook of this.hooks) {
			for (const action of actions.filter((one) => (webhook.events ?? ALL_EVENTS).includes(one))) {
				const sending = this.send(webhook, journal, action).finally(() => this.running.delete(sending));
				this.running.add(sending);
			}
		}
	}

	private async send(webhook: Webhook, journal: Journal, action: string): Promise<void> {
		const projectId = this.instance.database.workPackages.get(journal.workPackageId)?.projectId;
		if (projectId === undefined || webhook.projectIds?.includes(projectId) === false) return;
		for (let attempts = 1; attempts <= MOST_ATTEMPTS; attempts += 1) {
			const body = eventBody(this.instance, journal, action, { namesActor: webhook.namesActor ?? false });
			if (body === null) return;
			const isBlocked = this.blocksPrivateAddresses && PRIVATE.test(new URL(webhook.url).hostname);
			const headers = headersOf(webhook, body);
			const status = isBlocked ? null : await post(webhook, headers, body);
			if (status === 'timeout' && attempts < MOST_ATTEMPTS) continue;
			this.deliveries.push({ action, workPackageId: journal.workPackageId, url: webhook.url, headers, body, status: status === 'timeout' ? null : status, attempts });
			return;
		}
	}
}

function headersOf({ secret, contentType = 'application/json' }: Webhook, body: string): Record<string, string> {
	const signature: Record<string, string> = secret === undefined || secret === '' ? {} : { 'X-OP-Signature': `sha1=${createHmac('sha1', secret).update(body).digest('hex')}` };
	return { 'Content-Type': contentType, Accept: 'application/json', ...signature };
}

/** The status of the answer; null where there was none. */
async function post({ url, timeoutMs = 60_000 }: Webhook, headers: Record<string, string>, body: string): Promise<number | 'timeout' | null> {
	try {
		const response = await fetch(url, { method: 'POST', headers, body, redirect: 'manual', signal: AbortSignal.timeout(timeoutMs) });
		await response.arrayBuffer();
		return response.status;
	} catch (error) {
		return (error as { readonly name?: unknown }).name === 'TimeoutError' ? 'timeout' : null;
	}
}
