import { createHmac } from 'node:crypto';
import fc from 'fast-check';
import { isSignedBy, joinRemembered, judgeEvent, readWebhookEvent, type Remembered, type WebhookEvent } from '../../../src/openproject/webhooks';

const sign = (secret: string, body: Buffer): string => `sha1=${createHmac('sha1', secret).update(body).digest('hex')}`;

describe('a signature', () => {
	const bodies = fc.uint8Array({ maxLength: 200 }).map((bytes) => Buffer.from(bytes));

	it('is right for its own secret and bytes, in either case of letters', () => {
		fc.assert(fc.property(fc.string({ minLength: 1 }), bodies, (secret, body) => {
			expect(isSignedBy(secret, body, sign(secret, body))).toBe(true);
			expect(isSignedBy(secret, body, sign(secret, body).replace(/[0-9a-f]{40}/, (hex) => hex.toUpperCase()))).toBe(true);
		}));
	});

	it('is wrong once a single bit of the body, the secret or the signature is another', () => {
		fc.assert(fc.property(fc.string({ minLength: 1 }), bodies, fc.nat(), (secret, body, where) => {
			const signature = sign(secret, body);
			const place = 5 + (where % 40);
			const digit = (Number.parseInt(signature.charAt(place), 16) ^ 1).toString(16);
			expect(isSignedBy(secret, body, `${signature.slice(0, place)}${digit}${signature.slice(place + 1)}`)).toBe(false);
			expect(isSignedBy(`${secret}x`, body, signature)).toBe(false);
			if (body.length === 0) return;
			const changed = Buffer.from(body);
			changed[where % body.length] = (changed[where % body.length] as number) ^ 1;
			expect(isSignedBy(secret, changed, signature)).toBe(false);
		}));
	});

	it('is never right without a secret', () => {
		fc.assert(fc.property(bodies, (body) => expect(isSignedBy('', body, sign('', body))).toBe(false)));
	});

	it('may be anything at all without doing harm', () => {
		fc.assert(fc.property(fc.anything(), (signature) => expect(isSignedBy('secret', Buffer.from('body'), signature)).toBe(false)));
	});
});

describe('the body of an event', () => {
	it('may be anything at all without doing harm', () => {
		fc.assert(fc.property(fc.oneof(fc.string(), fc.json(), fc.record({ action: fc.constantFrom('work_package:updated', 'work_package_comment:comment'), work_package: fc.anything(), activity: fc.anything() }).map((json) => JSON.stringify(json))), (body) => {
			expect(['event', 'malformed', 'other']).toContain(readWebhookEvent(body).status);
		}));
	});
});

describe('what is news', () => {
	const bodyOf = (state: { readonly id: number; readonly time: number; readonly lock: number; readonly action?: string }): string =>
		JSON.stringify({ action: state.action ?? 'work_package:updated', work_package: { id: state.id, lockVersion: state.lock, subject: 'S', description: { raw: '' }, createdAt: '2026-01-01T00:00:00Z', updatedAt: new Date(Date.UTC(2026, 0, 1) + state.time).toISOString(), _links: { project: { href: '/api/v3/projects/1' }, type: { href: '/api/v3/types/1' }, status: {}, priority: {} } } });
	const judge = (text: string, remembered: Remembered, oldestMs: number | null = null) => {
		const read = readWebhookEvent(text);
		if (read.status !== 'event') throw new Error(JSON.stringify(read));
		return judgeEvent(read.event as WebhookEvent, Buffer.from(text), remembered, oldestMs);
	};

	it('is every state of a work package that moves on, and no state twice', () => {
		const states = fc.array(fc.record({ id: fc.integer({ min: 1, max: 3 }), step: fc.integer({ min: 1, max: 5 }) }), { maxLength: 20 });
		fc.assert(fc.property(states, fc.infiniteStream(fc.nat()), (edits, chance) => {
			let remembered: Remembered = {};
			const now = new Map<number, { time: number; lock: number }>();
			const sent: string[] = [];
			for (const { id, step } of edits) {
				const before = now.get(id) ?? { time: 0, lock: 0 };
				// A comment moves the time alone.
				const state = { time: before.time + step, lock: before.lock + (step % 2) };
				now.set(id, state);
				const body = bodyOf({ id, ...state });
				const verdict = judge(body, remembered);
				expect(verdict.status).toBe('news');
				if (verdict.status === 'news') remembered = verdict.remembered;
				sent.push(body);
				const old = sent[(chance.next().value as number) % sent.length] as string;
				expect(judge(old, remembered).status).toBe('replay');
			}
		}));
	});

	it('is an edit after the server’s clock was set back, and another event of the same state', () => {
		let remembered: Remembered = {};
		for (const state of [{ id: 1, time: 9000, lock: 3 }, { id: 1, time: 5, lock: 4 }, { id: 1, time: 5, lock: 4, action: 'work_package:created' }]) {
			const verdict = judge(bodyOf(state), remembered);
			expect(verdict.status).toBe('news');
			if (verdict.status === 'news') remembered = verdict.remembered;
		}
	});

	it('is nothing of long ago, where that is asked for', () => {
		const body = bodyOf({ id: 1, time: 0, lock: 0 });
		expect(judge(body, {}, Date.UTC(2026, 0, 2)).status).toBe('replay');
		expect(judge(body, {}, Date.UTC(2025, 11, 31)).status).toBe('news');
	});

	it('is told by two memories as by the one they are parts of', () => {
		// A clock may be set back; a lockVersion never goes down.
		const steps = fc.array(fc.record({ id: fc.integer({ min: 1, max: 3 }), step: fc.integer({ min: -5, max: 5 }), isHere: fc.boolean() }), { maxLength: 20 });
		fc.assert(fc.property(steps, (events) => {
			let [here, there]: [Remembered, Remembered] = [{}, {}];
			const now = new Map<number, { time: number; lock: number }>();
			for (const { id, step, isHere } of events) {
				const before = now.get(id) ?? { time: 0, lock: 0 };
				const state = { time: before.time + step, lock: before.lock + (step < 0 ? 1 : 0) };
				now.set(id, state);
				const verdict = judge(bodyOf({ id, ...state }), joinRemembered(there, here));
				if (verdict.status === 'news') [here, there] = isHere ? [verdict.remembered, there] : [here, verdict.remembered];
				expect(judge(bodyOf({ id, ...state }), joinRemembered(here, there)).status).toBe('replay');
			}
			const joined = joinRemembered(here, there);
			expect(joinRemembered(joined, here)).toEqual(joined);
			expect(joinRemembered(joined, joined)).toEqual(joined);
		}));
	});

	it('is told whatever is found where the memory is kept', () => {
		for (const remembered of [{ w1: '' }, { w1: 'nonsense' }, JSON.parse('{"__proto__":"x"}') as Remembered]) expect(judge(bodyOf({ id: 1, time: 1, lock: 1 }), remembered).status).toBe('news');
	});
});
