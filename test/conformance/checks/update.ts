import { errorOf, errorWithAttributes, move, presence, statusOf, valueOf } from '../answers';
import { always, checksOf, seen, since, type Check } from '../check';
import type { Json } from '../client';
import { link, type World } from '../world/world';
import { familyChecks } from './families';

const check = checksOf('update');

/** Number of nothing there is. */
const NOWHERE = 99_999_999;

/** How a change of a fresh work package is answered. */
async function refusal({ member, given }: World, changes: Json, values: Json = {}): Promise<string> {
	return errorWithAttributes(await member.edit(await given.workPackage(values), changes));
}

/** A property of a fresh work package after a change, behind the status: '200 40'. */
async function changed({ member, given }: World, changes: Json, name: string): Promise<string> {
	const reply = await member.edit(await given.workPackage(), changes);
	return reply.status === 200 ? `200 ${valueOf(reply.json, name)}` : errorWithAttributes(reply);
}

/** A fresh work package as its member reads it. */
async function read({ member, given }: World, values: Json = {}): Promise<Json> {
	return (await member.read((await given.workPackage(values)).id)).json;
}

const versions: readonly Check[] = [
	check({
		id: 'U01',
		behaviour: 'PATCH with a stale lockVersion',
		expected: always('409 UpdateConflict'),
		answer: async ({ member, given }) => {
			const workPackage = await given.workPackage();
			await given.edited(workPackage, { subject: given.subject() });
			return errorOf(await member.edit(workPackage, { subject: given.subject() }));
		},
	}),
	check({
		id: 'U02',
		behaviour: 'PATCH without lockVersion',
		expected: always('409 UpdateConflict'),
		answer: async ({ member, given }) => errorOf(await member.edit({ ...(await given.workPackage()), lockVersion: undefined }, { subject: given.subject() })),
	}),
	check({
		id: 'U03',
		behaviour: 'a conflict hides other errors',
		expected: always('409 UpdateConflict'),
		answer: async ({ member, given }) => {
			const workPackage = await given.workPackage();
			await given.edited(workPackage, { subject: given.subject() });
			return errorOf(await member.edit(workPackage, { subject: '' }));
		},
	}),
	check({
		id: 'U04',
		behaviour: 'PATCH with lockVersion alone moves updatedAt and leaves lockVersion',
		expected: seen('200 0 moved'),
		answer: async ({ member, given }) => {
			const workPackage = await given.workPackage();
			const reply = await member.edit(workPackage, {});
			return `${reply.status} ${move(workPackage, reply.json)}`;
		},
	}),
	check({
		id: 'U05',
		behaviour: 'so does PATCH with equal values',
		expected: seen('200 0 moved'),
		answer: async ({ member, given }) => {
			const workPackage = await given.workPackage();
			const reply = await member.edit(workPackage, { subject: workPackage.subject });
			return `${reply.status} ${move(workPackage, reply.json)}`;
		},
	}),
];

const violations: readonly Check[] = [
	check({ id: 'U06', behaviour: 'createdAt sent', expected: always('422 PropertyIsReadOnly [createdAt]'), answer: (world) => refusal(world, { createdAt: '2026-01-01T00:00:00Z' }) }),
	check({
		id: 'U07',
		behaviour: 'createdAt and updatedAt sent',
		expected: always('422 MultipleErrors [createdAt,updatedAt]'),
		answer: (world) => refusal(world, { createdAt: '2026-01-01T00:00:00Z', updatedAt: '2026-01-01T00:00:00Z' }),
	}),
	check({
		id: 'U08',
		behaviour: 'the whole representation sent back is refused',
		expected: seen('422'),
		answer: async ({ member, given }) => {
			const workPackage = await given.workPackage();
			return statusOf(await member.edit(workPackage, workPackage));
		},
	}),
	check({
		id: 'U09',
		behaviour: 'a transition that the workflow lacks',
		needs: ['unreachableStatus'],
		expected: always('422 PropertyConstraintViolation [status]'),
		answer: (world, { unreachableStatus }) => refusal(world, { _links: { status: link('statuses', unreachableStatus.id) } }),
	}),
	check({
		id: 'U10',
		behaviour: 'a type that the project lacks',
		needs: ['foreignType'],
		expected: always('422 PropertyConstraintViolation [type]'),
		answer: (world, { foreignType }) => refusal(world, { _links: { type: link('types', foreignType.id) } }),
	}),
	check({
		id: 'U11',
		behaviour: 'subject empty and parent missing: three errors (blank, does not exist, may not be accessed)',
		expected: seen('422 MultipleErrors [parent,parent,subject]'),
		answer: (world) => refusal(world, { subject: '', _links: { parent: link('work_packages', NOWHERE) } }),
	}),
	check({
		id: 'U12',
		behaviour: 'a person who does not exist',
		expected: always('422 PropertyConstraintViolation [assignee]'),
		answer: (world) => refusal(world, { _links: { assignee: link('users', NOWHERE) } }),
	}),
	check({
		id: 'U13',
		behaviour: 'assignee to nobody',
		expected: always('200 null'),
		answer: async ({ member, given }) => {
			const reply = await member.edit(await given.workPackage(), { _links: { assignee: { href: null } } });
			return `${reply.status} ${valueOf(reply.json._links.assignee, 'href')}`;
		},
	}),
	check({
		id: 'U14',
		behaviour: 'an invisible work package',
		needs: ['stranger'],
		expected: always('404 NotFound'),
		answer: async ({ given }, { stranger }) => errorOf(await stranger.edit(await given.workPackage(), { subject: given.subject() })),
	}),
	check({
		id: 'U15',
		behaviour: 'visible, no permission to edit',
		needs: ['reader'],
		expected: always('403 MissingPermission'),
		answer: async ({ given }, { reader }) => errorOf(await reader.edit(await given.workPackage(), { subject: given.subject() })),
	}),
	check({
		id: 'U32',
		behaviour: 'the due date alone changed, before the start date',
		expected: seen('422 MultipleErrors [dueDate,duration]'),
		answer: (world) => refusal(world, { dueDate: '2026-06-05' }, { startDate: '2026-06-10', dueDate: '2026-06-12' }),
	}),
	check({
		id: 'U33',
		behaviour: 'a version link, with the permission to assign versions: set',
		needs: ['version'],
		expected: always('200 set'),
		answer: async ({ owner, given }, { version }) => {
			const reply = await owner.edit(await given.workPackage(), { _links: { version: link('versions', version.id) } });
			return `${reply.status} ${reply.json._links?.version?.href === `/api/v3/versions/${version.id}` ? 'set' : 'not set'}`;
		},
	}),
	check({
		id: 'U34',
		behaviour: 'a priority that is not active',
		needs: ['inactivePriority'],
		expected: always('422 PropertyConstraintViolation [priority]'),
		answer: (world, { inactivePriority }) => refusal(world, { _links: { priority: link('priorities', inactivePriority.id) } }),
	}),
];

const representations: readonly Check[] = [
	check({
		id: 'U25',
		behaviour: 'percentageDone written where nothing else is set (14.4 and later)',
		expected: [since('14.4', '200 40')],
		answer: (world) => changed(world, { percentageDone: 40 }, 'percentageDone'),
	}),
	check({
		id: 'U26',
		behaviour: 'percentageDone written in 14.0 to 14.3: read-only',
		source: 'read',
		expected: [{ from: '14.0', below: '14.4', answer: '422 PropertyIsReadOnly [percentageDone]' }],
		answer: (world) => changed(world, { percentageDone: 40 }, 'percentageDone'),
	}),
	check({ id: 'U27', behaviour: 'percentageDone above 100', expected: always('422'), answer: async ({ member, given }) => statusOf(await member.edit(await given.workPackage(), { percentageDone: 101 })) }),
	check({
		id: 'U28',
		behaviour: 'a milestone shows date and no startDate, dueDate, duration',
		needs: ['milestone'],
		expected: always('"2026-06-05",absent,absent,absent'),
		answer: async (world, { milestone }) => {
			const json = await read(world, { date: '2026-06-05', _links: { type: link('types', milestone.id) } });
			return ['date', 'startDate', 'dueDate', 'duration'].map((name) => valueOf(json, name)).join();
		},
	}),
	check({ id: 'U29', behaviour: 'remainingTime is left out of the answer where it is empty', expected: seen('absent'), answer: async (world) => presence(await read(world), 'remainingTime') }),
	check({ id: 'U30', behaviour: 'readonly is left out without the enterprise feature', expected: seen('absent'), answer: async (world) => presence(await read(world), 'readonly') }),
	check({
		id: 'U31',
		behaviour: 'without view_time_entries spentTime is left out',
		source: 'read',
		needs: ['timeless'],
		expected: always('absent'),
		answer: async ({ given }, { timeless }) => presence((await timeless.read((await given.workPackage()).id)).json, 'spentTime'),
	}),
	check({
		id: 'U35',
		behaviour: 'the answer shows embedded status, type, priority, project',
		expected: seen('present'),
		answer: async (world) => {
			const { _embedded } = await read(world);
			return [...new Set(['status', 'type', 'priority', 'project'].map((name) => presence(_embedded, name)))].join();
		},
	}),
];

/** Changing work packages, and how they read. */
export const updateChecks: readonly Check[] = [...versions, ...violations, ...familyChecks, ...representations];
