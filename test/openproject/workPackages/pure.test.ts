import fc from 'fast-check';
import { catalogKey } from './pureSamples';
import { thingFor } from '../../../src/openproject/workPackages/catalog';
import { differences } from '../../../src/openproject/workPackages/differences';
import { durationOf, hoursOf } from '../../../src/record';
import { familyOrder } from '../../../src/openproject/workPackages/upsert/familyOrder';
import { workPackageOf } from '../../../src/openproject/workPackages/workPackage';

describe('the order of families', () => {
	/** For each item the position of its parent, or none. */
	const families = fc.integer({ min: 0, max: 30 }).chain((count) => fc.array(fc.option(fc.nat({ max: Math.max(0, count - 1) })), { minLength: count, maxLength: count }));

	it('has everybody once, parents first, and knows exactly those that are below themselves', () => {
		fc.assert(
			fc.property(families, (parentOf) => {
				const { order, circles } = familyOrder(parentOf);
				expect([...order].sort((a, b) => a - b)).toEqual([...parentOf.keys()]);
				const place = new Map(order.map((position, index) => [position, index]));
				for (const [position, parent] of parentOf.entries()) {
					let above = parent;
					for (let steps = 0; above !== null && above !== position && steps < 40; steps += 1) above = parentOf[above] ?? null;
					expect(circles.has(position)).toBe(above === position);
					if (parent !== null && !circles.has(position)) expect(place.get(parent)).toBeLessThan(place.get(position) as number);
				}
				for (const [first, circle] of circles) {
					expect(circle[0]).toBe(first);
					for (const [index, member] of circle.entries()) expect(parentOf[member]).toBe(circle[(index + 1) % circle.length]);
				}
			}),
		);
	});

	it('keeps the order of items that are not related', () => {
		expect(familyOrder([null, null, 1, null]).order).toEqual([0, 1, 3, 2]);
	});
});

describe('durations', () => {
	it('come back as the hours they were made of, to the second', () => {
		fc.assert(fc.property(fc.nat({ max: 100_000_000 }), (seconds) => expect(Math.round((hoursOf(durationOf(seconds / 3600)) as number) * 3600)).toBe(seconds)));
	});

	it.each([['PT2H', 2], ['P1DT10H', 34], ['P1W', 168], ['PT30M', 0.5], ['PT0S', 0], ['P', null], ['PT', null], ['2h', null], ['', null]])('read %s as %s', (text, hours) => {
		expect(hoursOf(text)).toBe(hours);
	});
});

describe('what differs', () => {
	const present = workPackageOf({
		id: 1, lockVersion: 0, subject: 'S', description: { raw: 'a\nb' }, createdAt: '2026-01-01T00:00:00Z', updatedAt: '2026-01-01T00:00:00Z', estimatedTime: 'P1DT2H', percentageDone: 0, startDate: null, customField4: 0, customField5: '',
		_links: { project: { href: '/api/v3/projects/1' }, type: { href: '/api/v3/types/1' }, status: { href: '/api/v3/statuses/1', title: 'New' }, priority: {}, assignee: { href: null }, customField6: [{ href: '/api/v3/custom_options/1', title: 'A' }, { href: '/api/v3/custom_options/2', title: 'B' }] },
	});

	it.each([
		[{ subject: 'S', description: 'a\r\nb  \n', status: 'New', assignee: null, estimatedTime: 'PT26H', percentageDone: 0, startDate: null, customField4: 0, customField5: null, customField6: ['B', 'A'] }, {}],
		[{ estimatedTime: 'PT26H12S' }, {}],
		[{ estimatedTime: 'PT26H20S' }, { estimatedTime: 'PT26H20S' }],
		[{ percentageDone: null, customField4: null, customField6: ['A'] }, { percentageDone: null, customField4: null, customField6: ['A'] }],
		[{ subject: 's', description: ' a\nb', startDate: '2026-01-01' }, { subject: 's', description: ' a\nb', startDate: '2026-01-01' }],
	])('in %j is %j', (wanted, changed) => {
		expect(differences(wanted, present)).toEqual(changed);
	});
});

describe('names and ids', () => {
	it('stand for the exact name first, then the id, then the name in other case', () => {
		expect(catalogKey('7')).toBe('a');
		expect(catalogKey('New')).toBe('b');
		expect(catalogKey('new')).toBe('c');
		expect(catalogKey('NEW')).toBeNull();
		expect(catalogKey(' closed ')).toBe('7');
		expect(catalogKey('Twin')).toBeNull();
		expect(thingFor('x', [])).toBeNull();
	});
});
