import { Tally } from '../../src/postgres/tableWrite/tally';

it('settles what nothing was noted for, as many as PostgreSQL found equal', () => {
	const tally = new Tally(4);
	tally.note('inserted', [0]);
	tally.fail([{ index: 3, column: null, code: '23505', reason: 'It is there.' }]);
	tally.unchanged(2);
	tally.settle(0, 4);
	expect(tally.counts()).toEqual({ given: 4, inserted: 1, updated: 0, unchanged: 2, deleted: 0, not_found: 0, skipped: 0, duplicate: 0, failed: 1 });
});

it('lets no books be closed that PostgreSQL does not agree with', () => {
	const tally = new Tally(3);
	tally.note('updated', [0]);
	tally.unchanged(1);
	expect(() => tally.settle(0, 3)).toThrow('The books do not add up: 2 records without a write, and PostgreSQL found 1 rows equal.');
});

it('is put back to what it was', () => {
	const tally = new Tally(2);
	tally.note('inserted', [0]);
	const before = tally.snapshot();
	tally.note('updated', [0, 1]);
	tally.fail([{ index: 1, column: null, code: 'X', reason: 'No.' }]);
	tally.unchanged(5);
	tally.restore(before);
	tally.unchanged(1);
	tally.settle(0, 2);
	expect(tally.counts()).toMatchObject({ inserted: 1, unchanged: 1, failed: 0 });
	expect(tally.failures).toEqual([]);
});
