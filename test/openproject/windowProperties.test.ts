import fc from 'fast-check';
import { openedRemote } from './remote';
import { scriptedServer, START_MS } from './scriptedServer';

/** Rows in a row with these gaps in microseconds, and edits of a row before the n-th request. */
const script = fc.record({
	gaps: fc.array(fc.constantFrom(0, 0, 0, 1, 300, 1000, 5000), { maxLength: 60 }),
	edits: fc.array(fc.record({ request: fc.nat(40), row: fc.nat(59) }), { maxLength: 60 }),
	pageSize: fc.integer({ min: 1, max: 9 }),
	maxPageSize: fc.integer({ min: 1, max: 12 }),
});

describe('whatever is edited while it is read', () => {
	test('the window delivers every record, in its last state, and the sweep every id', async () => {
		await fc.assert(
			fc.asyncProperty(script, async ({ gaps, edits, pageSize, maxPageSize }) => {
				const server = scriptedServer();
				server.maxPageSize = maxPageSize;
				let updatedUs = (START_MS - 3_600_000) * 1000;
				for (const gap of gaps) server.add({ updatedUs: (updatedUs += gap) });
				const remote = await openedRemote(server, { pageSize });
				server.beforeList = (count) => {
					server.nowMs += 2;
					for (const edit of edits) if (edit.request === count && edit.row < server.rows.length) server.edit(edit.row + 1);
				};
				const delivered = new Map<string, number>();
				for await (const page of remote.window(null)) for (const record of page.records) delivered.set(record.id, Math.max(delivered.get(record.id) ?? 0, record.lockVersion));
				expect([...delivered.keys()].sort()).toEqual(server.rows.map((row) => String(row.id)).sort());
				for (const row of server.rows) expect(delivered.get(String(row.id))).toBe(row.lockVersion);
				const swept: string[] = [];
				for await (const ids of remote.ids()) swept.push(...ids);
				expect(swept).toEqual(server.rows.map((row) => String(row.id)));
			}),
			{ numRuns: Number(process.env['FAST_CHECK_RUNS'] ?? 200) },
		);
	});
});
