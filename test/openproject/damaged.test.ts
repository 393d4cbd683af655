import { RemoteAnswerError } from '../../src/errors';
import type { HttpResponse } from '../../src/openproject';
import { OpenProjectApi } from '../../src/openproject';
import { fakeClock } from './fakeClock';
import { openedRemote } from './remote';
import { json, scriptedServer, workPackageOf } from './scriptedServer';
import { bench, stored } from './writeBench';

const whole = JSON.stringify(workPackageOf(stored));
const damages: ReadonlyArray<readonly [string, HttpResponse]> = [
	['cut short', { status: 200, headers: { 'content-type': 'application/hal+json' }, body: whole.slice(0, whole.length / 2) }],
	['empty', { status: 200, headers: {}, body: '' }],
	['empty, as 204', { status: 204, headers: {}, body: '' }],
	['garbled', { status: 200, headers: {}, body: '\u0000\u0001\ufffd' }],
	['with bytes behind its end', { status: 200, headers: {}, body: `${whole}}` }],
	['text of somebody else', { status: 200, headers: { 'content-type': 'text/plain' }, body: 'upstream busy' }],
];

function apiAnswering(...answers: readonly HttpResponse[]): { readonly api: OpenProjectApi; readonly requests: string[] } {
	const requests: string[] = [];
	const send = async ({ method, path }: { readonly method: string; readonly path: string }) => await Promise.resolve((requests.push(`${method} ${path}`), answers[Math.min(requests.length, answers.length) - 1] as HttpResponse));
	return { api: new OpenProjectApi({ http: { send }, clock: fakeClock(), baseUrl: 'https://op.example.com' }), requests };
}

describe('an answer damaged on the way', () => {
	test.each(damages)('is asked for again: %s', async (_name, damaged) => {
		const { api, requests } = apiAnswering(damaged, damaged, json({ id: 1 }));
		expect((await api.get('/api/v3/work_packages/1')).json).toEqual({ id: 1 });
		expect(requests).toHaveLength(3);
		expect(api.stats()).toMatchObject({ requests: 3, retries: 2 });
	});

	test.each(damages)('is asked for again where the question is put as a POST: %s', async (_name, damaged) => {
		const { api, requests } = apiAnswering(damaged, json({ _type: 'Form' }));
		expect((await api.askUnless([], '/api/v3/work_packages/form', {}))?.json).toEqual({ _type: 'Form' });
		expect(requests).toEqual(['POST /api/v3/work_packages/form', 'POST /api/v3/work_packages/form']);
	});

	test.each(damages)('is told once the attempts are used up: %s', async (_name, damaged) => {
		const { api, requests } = apiAnswering(damaged);
		await expect(api.get('/api/v3/work_packages/1')).rejects.toThrow(RemoteAnswerError);
		expect(requests).toHaveLength(5);
	});

	test.each([
		['a page, which is that of a wrong address', { status: 200, headers: { 'content-type': 'text/html' }, body: '<html>Sign in</html>' }],
		['a page without a content type', { status: 200, headers: {}, body: '<!doctype html><title>Sign in' }],
		['whole JSON that is no object', { status: 200, headers: {}, body: '[1]' }],
		['an error that was damaged', { status: 400, headers: {}, body: '{"_type":"Err' }],
	] as ReadonlyArray<readonly [string, HttpResponse]>)('is not what this is, so it is asked for once: %s', async (_name, answer) => {
		const { api, requests } = apiAnswering(answer, json({ id: 1 }));
		await expect(api.get('/api/v3/work_packages/1')).rejects.toThrow(RemoteAnswerError);
		expect(requests).toHaveLength(1);
	});

	test('ends no run: a list comes whole at the second attempt', async () => {
		const server = scriptedServer();
		for (let id = 1; id <= 5; id += 1) server.add({ id });
		const remote = await openedRemote(server, { pageSize: 2 });
		let isOdd = false;
		server.override = (request) => ((isOdd = !isOdd) && request.path.endsWith('/work_packages') ? { status: 200, headers: {}, body: '{"_type":"WorkPackageColl' } : undefined);
		const ids = new Set<string>();
		for await (const page of remote.window(null)) for (const record of page.records) ids.add(record.id);
		expect([...ids]).toEqual(['1', '2', '3', '4', '5']);
	});

	test.each(damages)('leaves what became of a write unknown, and the write is not sent again: %s', async (_name, damaged) => {
		const created = await bench([{ ...damaged, status: damaged.status === 204 ? 204 : 201 }, json({})]);
		expect(await created.remote.create({ subject: 'x' }, 'k1')).toMatchObject({ status: 'unknown' });
		const updated = await bench([damaged, json({})]);
		expect(await updated.remote.update('12', 1, { subject: 'x' })).toMatchObject({ status: 'unknown' });
		expect([created.writes.length, updated.writes.length]).toEqual([1, 1]);
	});
});
