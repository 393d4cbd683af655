import { errorWithAttributes, move, timeMove, valueOf } from '../answers';
import { always, before, checksOf, seen, type Check } from '../check';
import type { Json } from '../client';
import { isWithin } from '../versions';
import { link, type World } from '../world/world';

const check = checksOf('update');

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

/** What parents and children do to each other when one is changed. */
export const familyChecks: readonly Check[] = [
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
			return errorWithAttributes(await world.member.edit(await world.given.workPackage(), { _links: { parent: link('work_packages', parent.id) } }));
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
