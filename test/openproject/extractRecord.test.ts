import { RemoteAnswerError } from '../../src/errors';
import { extractRecord, toRemoteRecord } from '../../src/openproject/extractRecord';
import type { RecordScope } from '../../src/openproject/extractRecord';
import { knownProperties, propertiesNamed } from '../../src/openproject/properties';

const workPackage = {
	_type: 'WorkPackage', id: 1528, lockVersion: 3, subject: ' Fix roof ', description: { format: 'markdown', raw: 'a\r\nb', html: '<p>' },
	startDate: null, dueDate: '2026-03-30', estimatedTime: 'PT2H', percentageDone: 0, duration: null, scheduleManually: false,
	createdAt: '2026-03-18T22:38:32.104Z', updatedAt: '2026-03-18T22:38:34.035Z',
	customField1: 'Foo', customField2: 42, customField4: { format: 'markdown', raw: 'long', html: '' }, customField5: null, customField6: false,
	_embedded: { priority: { name: 'Normal' } },
	_links: {
		project: { href: '/openproject/api/v3/projects/3', title: 'Demo' }, type: { href: '/openproject/api/v3/types/1', title: 'Task' }, status: { href: '/api/v3/statuses/7', title: 'In progress' },
		priority: { href: '/api/v3/priorities/8' }, author: { href: '/api/v3/users/4', title: 'Ann' }, assignee: { href: '/api/v3/groups/9', title: 'Crew' }, responsible: { href: null },
		version: { href: null }, category: { href: '/api/v3/categories/2', title: 'Roof' }, parent: { href: '/api/v3/work_packages/1500', title: 'Site' },
		children: [{ href: '/api/v3/work_packages/1529' }, { href: '/api/v3/work_packages/1530' }],
		customField3: { href: '/api/v3/users/14', title: 'Bob' }, customField7: { href: '/api/v3/custom_options/91', title: 'Dry' }, customField8: [{ href: '/api/v3/custom_options/93', title: 'North' }, { href: '/api/v3/users/14', title: 'Bob' }],
		customField9: { href: null }, customField10: [], customField11: { href: null, title: null },
	},
};

const scope: RecordScope = { properties: ['subject'], projectId: '3', typeId: '1', provenanceKey: 'customField1' };

describe('a work package as a record', () => {
	test.each([
		['subject', ' Fix roof '],
		['description', 'a\r\nb'],
		['status', 'In progress'],
		['type', 'Task'],
		['priority', 'Normal'],
		['version', null],
		['category', 'Roof'],
		['project', 'Demo'],
		['assignee', '9'],
		['responsible', null],
		['author', '4'],
		['parent', '1500'],
		['startDate', null],
		['dueDate', '2026-03-30'],
		['estimatedTime', 'PT2H'],
		['percentageDone', 0],
		['scheduleManually', false],
		['customField1', 'Foo'],
		['customField2', 42],
		['customField3', '14'],
		['customField4', 'long'],
		['customField5', null],
		['customField6', false],
		['customField7', 'Dry'],
		['customField8', ['North', '14']],
		['customField9', null],
		['customField10', []],
		['customField11', null],
		['customField99', null],
		['remainingTime', null],
	])('%s is %p', (property, expected) => {
		expect(extractRecord(workPackage, [property])).toEqual({ [property]: expected });
	});

	test('has exactly the properties asked for, a name of JavaScript’s own among them', () => {
		const record = extractRecord(workPackage, ['subject', '__proto__', 'constructor']);
		expect(Object.keys(record)).toEqual(['subject', '__proto__', 'constructor']);
		expect(Object.getPrototypeOf(record)).toBe(Object.prototype);
		expect(record['constructor']).toBeNull();
	});

	test('takes both dates of a milestone from its one date', () => {
		expect(extractRecord({ id: 1, date: '2026-05-01', _links: {} }, ['startDate', 'dueDate'])).toEqual({ startDate: '2026-05-01', dueDate: '2026-05-01' });
	});

	test('carries id, lock, times, author, provenance and children', () => {
		expect(toRemoteRecord(workPackage, scope)).toEqual({
			id: '1528', record: { subject: ' Fix roof ' }, lockVersion: 3, updatedAt: '2026-03-18T22:38:34.035Z', createdAt: '2026-03-18T22:38:32.104Z',
			authorId: '4', provenance: 'Foo', inScope: true, children: ['1529', '1530'], facts: { computed: [], schedule: null },
		});
	});

	test.each([
		[{ projectId: '4' }, false],
		[{ typeId: '2' }, false],
		[{ typeId: null }, true],
		[{}, true],
	])('lies in a scope of %p: %p', (change, expected) => {
		expect(toRemoteRecord(workPackage, { ...scope, ...change }).inScope).toBe(expected);
	});

	test.each(['', null, undefined, 7])('has no provenance where its field holds %p', (customField1) => {
		expect(toRemoteRecord({ ...workPackage, customField1 }, scope).provenance).toBeNull();
	});

	test('has no children where the link is absent, and times in milliseconds whatever the server’s precision', () => {
		const { children: _children, ...links } = workPackage._links;
		const record = toRemoteRecord({ ...workPackage, updatedAt: '2026-03-18T22:38:34Z', createdAt: '2026-03-18T23:38:34.123456+01:00', _links: links }, scope);
		expect(record).toMatchObject({ children: [], updatedAt: '2026-03-18T22:38:34.000Z', createdAt: '2026-03-18T22:38:34.123Z' });
	});

	test.each([
		[{ id: '9007199254740993' }, /as the id of a work package/],
		[{ id: 0 }, /gave 0 as the id/],
		[{ id: undefined }, /gave nothing as the id/],
		[{ lockVersion: undefined }, /1528 without a lockVersion/],
		[{ updatedAt: 'yesterday' }, /with updatedAt "yesterday"/],
	])('is refused with %p', (change, message) => {
		expect(() => toRemoteRecord({ ...workPackage, ...change }, scope)).toThrow(RemoteAnswerError);
		expect(() => toRemoteRecord({ ...workPackage, ...change }, scope)).toThrow(message);
	});
});

describe('attributes in errors', () => {
	const tracked = ['assignee', 'customField1', 'customField11', 'dueDate', 'estimatedTime', 'parent', 'percentageDone', 'startDate', 'status', 'subject', 'version'];

	test.each([
		['subject', ['subject']],
		['status', ['status']],
		['statusId', ['status']],
		['status_id', ['status']],
		['assignedTo', ['assignee']],
		['assigned_to_id', ['assignee']],
		['assignee', ['assignee']],
		['dueDate', ['dueDate']],
		['due_date', ['dueDate']],
		['date', ['dueDate', 'startDate']],
		['customField1', ['customField1']],
		['custom_field_1', ['customField1']],
		['cf_11', ['customField11']],
		['fixedVersionId', ['version']],
		['estimatedHours', ['estimatedTime']],
		['doneRatio', ['percentageDone']],
		['parentId', ['parent']],
		['base', []],
		['lockVersion', []],
	])('%s means %p', (attribute, expected) => {
		expect(propertiesNamed([attribute], tracked)).toEqual(expected);
	});

	test('mean themselves for every property there is', () => {
		for (const property of knownProperties) expect(propertiesNamed([property], [property])).toEqual([property]);
	});
});
