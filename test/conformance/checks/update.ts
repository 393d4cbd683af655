import { errorOf, errorWithAttributes, move, presence, statusOf, timeMove, valueOf } from '../answers';
import { always, before, checksOf, seen, since, type Check } from '../check';
import type { Json } from '../client';
import { isWithin } from '../versions';
import { link, type World } from '../world/world';

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

const families: readonly Check[] = [
	check({
		id: 'U16',
		behaviour: 'dates of a parent that is scheduled automatically are read-only',
		expected: always('422 PropertyIsReadOnly [dueDate]'),
		answer: async (world) => {
			const { parent } = await automaticFamily(world);
			return errorWithAttributes(await world.member.edit(parent, { dueDate: '2026-06-30' }));
		},
	}),
	check({
		id: 'U17',
		behaviour: 'a parent scheduled by hand keeps its dates when a child gets some (up to 15.3)',
		expected: [before('15.5', '"2026-06-30"')],
		answer: async ({ member, given }) => {
			const parent = await given.workPackage({ scheduleManually: true, dueDate: '2026-06-30' });
			const child = await given.workPackage(childOf(parent));
			await given.edited(child, { dueDate: '2026-06-05' });
			return valueOf((await member.read(parent.id)).json, 'dueDate');
		},
	}),
	check({
		id: 'U18',
		behaviour: 'a parent scheduled automatically takes the dates of its children that are, too',
		expected: always('"2026-06-05"'),
		answer: async (world) => {
			const { parent } = await automaticFamily(world);
			return valueOf((await world.member.read(parent.id)).json, 'dueDate');
		},
	}),
	check({
		id: 'U19',
		behaviour: 'and loses its own where no child has any',
		expected: always('null'),
		answer: async (world) => {
			const { parent, child } = await automaticFamily(world);
			await world.given.edited(child, { dueDate: null });
			return valueOf((await world.member.read(parent.id)).json, 'dueDate');
		},
	}),
	check({
		id: 'U36',
		behaviour: 'and none of children that are scheduled by hand',
		source: 'seen',
		expected: seen('null'),
		answer: async (world) => {
			const { parent } = await automaticFamily(world, { isChildManual: true });
			return valueOf((await world.member.read(parent.id)).json, 'dueDate');
		},
	}),
	check({
		id: 'U20',
		behaviour: 'a child without estimates changing status leaves the parent alone (no lockVersion, no updatedAt)',
		expected: seen('0 same'),
		answer: async ({ member, given, otherStatusId }) => {
			const parent = await given.workPackage({ scheduleManually: true });
			const child = await given.workPackage(childOf(parent));
			const before = await given.now(parent);
			await given.edited(child, { _links: { status: link('statuses', otherStatusId) } });
			return move(before, (await member.read(parent.id)).json);
		},
	}),
	check({
		id: 'U21',
		behaviour: 'creating a child without dates leaves a manual parent alone',
		expected: seen('same'),
		answer: async ({ member, given }) => {
			const parent = await given.workPackage({ scheduleManually: true });
			await given.workPackage(childOf(parent));
			return timeMove(parent, (await member.read(parent.id)).json);
		},
	}),
	check({
		id: 'U22',
		behaviour: 'a parent below itself',
		expected: seen('422 MultipleErrors [parent,parent]'),
		answer: async ({ member, given }) => {
			const parent = await given.workPackage({ scheduleManually: true });
			const child = await given.workPackage(childOf(parent));
			return errorWithAttributes(await member.edit(await given.now(parent), { _links: { parent: link('work_packages', child.id) } }));
		},
	}),
	check({
		id: 'U23',
		behaviour: 'a milestone as parent',
		needs: ['milestone'],
		expected: always('422 PropertyConstraintViolation [parent]'),
		answer: async (world, { milestone }) => {
			const parent = await world.given.workPackage({ _links: { type: link('types', milestone.id) } });
			return refusal(world, { _links: { parent: link('work_packages', parent.id) } });
		},
	}),
	check({
		id: 'U24',
		behaviour: 'type milestone with children',
		needs: ['milestone'],
		expected: always('422 PropertyConstraintViolation [type]'),
		answer: async ({ member, given }, { milestone }) => {
			const parent = await given.workPackage({ scheduleManually: true });
			await given.workPackage(childOf(parent));
			return errorWithAttributes(await member.edit(await given.now(parent), { _links: { type: link('types', milestone.id) } }));
		},
	}),
];

/** A child that is scheduled by hand and has no dates. */
function childOf(parent: Json): Json {
	return { scheduleManually: true, startDate: null, dueDate: null, _links: { parent: link('work_packages', parent.id) } };
}

/**
 * A parent that is scheduled automatically and its child, due on 5 June, both as they are now. The mode is set once the
 * child is there, as later versions have nothing to be automatic about before; there a child alone is scheduled by hand.
 */
async function automaticFamily({ given, version }: World, { isChildManual = !isWithin(version, { below: '15.5' }) } = {}): Promise<{ readonly parent: Json; readonly child: Json }> {
	const parent = await given.workPackage({ scheduleManually: true });
	const child = await given.workPackage({ ...childOf(parent), scheduleManually: isChildManual });
	await given.edited(await given.now(parent), { scheduleManually: false });
	await given.edited(await given.now(child), { dueDate: '2026-06-05' });
	return { parent: await given.now(parent), child: await given.now(child) };
}

/** Changing work packages, and how they read. */
export const updateChecks: readonly Check[] = [...versions, ...violations, ...families, ...representations];
