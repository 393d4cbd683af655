import { bench, updated } from '../openproject/writeBench';

describe('a write that may have been carried out', () => {
	test.each([408, 500, 502, 503, 504])('E4: is sent once, whatever a gateway says (%p)', async (status) => {
		const { remote, writes } = await bench([{ status, headers: {}, body: '' }, updated]);
		expect(await remote.create({ subject: 'x' }, 'k1')).toMatchObject({ status: 'unknown' });
		expect(writes).toHaveLength(1);
		const other = await bench([{ status, headers: {}, body: '' }, updated]);
		expect(await other.remote.update('12', 1, { subject: 'x' })).toMatchObject({ status: 'unknown' });
		expect(other.writes).toHaveLength(1);
	});
});
