import { errorOf, errorWithAttributes, statusOf, valueOf } from '../answers';
import { always, before, checksOf, seen, since, type Check } from '../check';
import { link, type World } from '../world/world';
import type { Json } from '../client';

const check = checksOf('create');

/** What is created from these values; throws where it is refused. */
async function created({ member, given }: World, values: Json): Promise<Json> {
	const reply = await member.create(given.body(values));
	if (reply.status !== 201) throw new Error(`The work package was not created: ${errorWithAttributes(reply)}`);
	return reply.json;
}

/** How the creation of a work package from these values is answered. */
async function refusal({ member, given }: World, values: Json): Promise<string> {
	return errorWithAttributes(await member.create(given.body(values)));
}

const wholes: readonly Check[] = [
	check({ id: 'C01', behaviour: 'POST creates with 201', expected: always('201'), answer: async ({ member, given }) => statusOf(await member.create(given.body())) }),
	check({ id: 'C02', behaviour: 'POST {} (no project): several errors', expected: always('422 MultipleErrors'), answer: async ({ member }) => errorOf(await member.create({})) }),
	check({
		id: 'C03',
		behaviour: 'POST without subject',
		expected: always('422 PropertyConstraintViolation [subject]'),
		answer: (world) => refusal(world, { subject: undefined }),
	}),
	check({
		id: 'C04',
		behaviour: 'POST with an unknown property is accepted, the property dropped',
		expected: always('201 absent'),
		answer: async ({ member, given }) => {
			const reply = await member.create(given.body({ noSuchProperty: 'x' }));
			return `${reply.status} ${valueOf(reply.json, 'noSuchProperty')}`;
		},
	}),
	check({
		id: 'C05',
		behaviour: 'POST without scheduleManually, up to 15.3: false (automatic); in 15.4 true after its migration',
		expected: [before('15.4', 'false'), { from: '15.4', below: '15.5', answer: ['false', 'true'] }],
		answer: async (world) => valueOf(await created(world, {}), 'scheduleManually'),
	}),
	check({
		id: 'C06',
		behaviour: 'POST without scheduleManually, after 15.4: true',
		source: 'read',
		expected: [since('15.5', 'true')],
		answer: async (world) => valueOf(await created(world, {}), 'scheduleManually'),
	}),
	check({
		id: 'C07',
		behaviour: 'POST by someone without any permission: 403',
		needs: ['stranger'],
		expected: always('403 MissingPermission'),
		answer: async ({ given }, { stranger }) => errorOf(await stranger.create(given.body())),
	}),
	check({
		id: 'C08',
		behaviour: 'POST with a project the user may not add to: 403',
		needs: ['privateProject'],
		expected: always('403 MissingPermission'),
		answer: async ({ member, given }, { privateProject }) => errorOf(await member.create(given.body({ _links: { project: link('projects', privateProject.id) } }))),
	}),
	check({
		id: 'C09',
		behaviour: 'POST without type takes the first type of the project',
		expected: seen('201'),
		answer: async ({ member, given }) => statusOf(await member.create(given.body({ _links: { type: undefined } }))),
	}),
	check({
		id: 'C10',
		behaviour: 'POST with a status that the workflow does not reach from the first: accepted (the type changes in the same write)',
		needs: ['unreachableStatus'],
		expected: always('201'),
		answer: async ({ member, given }, { unreachableStatus }) => statusOf(await member.create(given.body({ _links: { status: link('statuses', unreachableStatus.id) } }))),
	}),
];

const dates: readonly Check[] = [
	check({
		id: 'C11',
		behaviour: 'a child created without dates takes the dates of its parent',
		expected: seen('"2026-06-01"/"2026-06-30"'),
		answer: async (world) => {
			const parent = await world.given.workPackage({ scheduleManually: true, startDate: '2026-06-01', dueDate: '2026-06-30' });
			const child = await created(world, { _links: { parent: link('work_packages', parent.id) } });
			return `${valueOf(child, 'startDate')}/${valueOf(child, 'dueDate')}`;
		},
	}),
	check({
		id: 'C12',
		behaviour: 'a due date on a Saturday moves to Monday',
		needs: ['weekends'],
		expected: always('2026-06-29'),
		answer: async (world) => String((await created(world, { dueDate: '2026-06-27' })).dueDate),
	}),
	check({
		id: 'C13',
		behaviour: 'the same with ignoreNonWorkingDays: it stays',
		expected: always('2026-06-27'),
		answer: async (world) => String((await created(world, { dueDate: '2026-06-27', ignoreNonWorkingDays: true })).dueDate),
	}),
	check({
		id: 'C14',
		behaviour: 'start and due: the duration is in working days',
		expected: always('P5D'),
		answer: async (world) => String((await created(world, { startDate: '2026-06-01', dueDate: '2026-06-05' })).duration),
	}),
	check({
		id: 'C15',
		behaviour: 'start and duration: the due date is derived',
		needs: ['weekends'],
		expected: always('2026-06-08'),
		answer: async (world) => String((await created(world, { startDate: '2026-06-02', duration: 'P5D' })).dueDate),
	}),
	check({
		id: 'C16',
		behaviour: 'due before start',
		expected: seen('422 MultipleErrors [dueDate,duration]'),
		answer: (world) => refusal(world, { startDate: '2026-06-10', dueDate: '2026-06-05' }),
	}),
	check({
		id: 'C17',
		behaviour: 'start, due and a shorter duration',
		expected: seen('422 PropertyConstraintViolation [duration]'),
		answer: (world) => refusal(world, { startDate: '2026-06-01', dueDate: '2026-06-05', duration: 'P2D' }),
	}),
	check({
		id: 'C18',
		behaviour: 'start and due with duration null sent',
		expected: seen('422 PropertyConstraintViolation [duration]'),
		answer: (world) => refusal(world, { startDate: '2026-06-01', dueDate: '2026-06-05', duration: null }),
	}),
	check({ id: 'C19', behaviour: 'duration 0', source: 'seen', expected: seen('500 InternalServerError'), answer: (world) => refusal(world, { duration: 'P0D' }) }),
	check({
		id: 'C20',
		behaviour: 'a date-time as date',
		expected: always('422 PropertyFormatError [dueDate]'),
		answer: (world) => refusal(world, { dueDate: '2026-06-05T10:00:00Z' }),
	}),
];

const values: readonly Check[] = [
	check({
		id: 'C21',
		behaviour: 'work alone: remaining work equals work, % complete 0',
		expected: seen('PT8H/0'),
		answer: async (world) => {
			const { remainingTime, percentageDone } = await created(world, { estimatedTime: 'PT8H' });
			return `${remainingTime}/${percentageDone}`;
		},
	}),
	check({
		id: 'C22',
		behaviour: 'remaining work above work',
		expected: [since('14.4', '422')],
		answer: async ({ member, given }) => statusOf(await member.create(given.body({ estimatedTime: 'PT2H', remainingTime: 'PT5H' }))),
	}),
	check({
		id: 'C23',
		behaviour: 'work is rounded to two decimals of an hour',
		expected: seen('PT1H19M48S'),
		answer: async (world) => String((await created(world, { estimatedTime: 'PT1H20M' })).estimatedTime),
	}),
	check({
		id: 'C24',
		behaviour: 'assignee who cannot be assigned',
		needs: ['outsider'],
		expected: always('422 PropertyConstraintViolation [assignee]'),
		answer: (world, { outsider }) => refusal(world, { _links: { assignee: link('users', outsider.id) } }),
	}),
	check({
		id: 'C25',
		behaviour: 'a group as assignee under /users/',
		needs: ['group'],
		expected: seen('201'),
		answer: async ({ member, given }, { group }) => statusOf(await member.create(given.body({ _links: { assignee: link('users', group.id) } }))),
	}),
	check({
		id: 'C26',
		behaviour: 'a status link in the place of a person',
		expected: always('422 ResourceTypeMismatch'),
		answer: async ({ member, given }) => errorOf(await member.create(given.body({ _links: { assignee: link('statuses', 1) } }))),
	}),
	check({
		id: 'C27',
		behaviour: 'a subject of 256 characters',
		expected: always('422 PropertyConstraintViolation [subject]'),
		answer: (world) => refusal(world, { subject: 'x'.repeat(256) }),
	}),
	check({
		id: 'C28',
		behaviour: 'CR LF in a description is kept as sent',
		expected: seen('"a\\r\\nb"'),
		answer: async (world) => valueOf((await created(world, { description: { raw: 'a\r\nb' } })).description, 'raw'),
	}),
	check({ id: 'C29', behaviour: 'an empty description reads as ""', expected: always('""'), answer: async (world) => valueOf((await created(world, {})).description, 'raw') }),
];

const bodies: readonly Check[] = [
	check({ id: 'C30', behaviour: 'POST with an empty body: 422 (nothing is parsed, attributes are missing)', expected: seen('422'), answer: async ({ member }) => statusOf(await member.create('')) }),
	check({ id: 'C31', behaviour: 'POST of broken JSON', expected: always('400 InvalidRequestBody'), answer: async ({ member }) => errorOf(await member.create('{"subject":')) }),
	check({
		id: 'C32',
		behaviour: 'POST without content type',
		expected: always('406'),
		answer: async ({ member, given }) => statusOf(await member.send({ method: 'POST', path: '/api/v3/work_packages', body: given.body(), contentType: null })),
	}),
	check({
		id: 'C33',
		behaviour: 'POST with text/plain: 415 without an error in JSON',
		expected: seen('415'),
		answer: async ({ member, given }) => errorOf(await member.send({ method: 'POST', path: '/api/v3/work_packages', body: given.body(), contentType: 'text/plain' })),
	}),
	check({
		id: 'C34',
		behaviour: 'POST with application/hal+json',
		expected: always('201'),
		answer: async ({ member, given }) => statusOf(await member.send({ method: 'POST', path: '/api/v3/work_packages', body: given.body(), contentType: 'application/hal+json' })),
	}),
];

/** Creating work packages. */
export const createChecks: readonly Check[] = [...wholes, ...dates, ...values, ...bodies];
