import { errorOf, statusOf } from '../answers';
import { always, checksOf, type Check } from '../check';
import { WORK_PACKAGES } from '../client';
import { link } from '../world/world';

const check = checksOf('delete');

/** Deleting work packages. */
export const deleteChecks: readonly Check[] = [
	check({
		id: 'D01',
		behaviour: 'DELETE',
		expected: always('204'),
		answer: async ({ owner, given }) => statusOf(await owner.remove(`${WORK_PACKAGES}/${(await given.workPackage()).id}`)),
	}),
	check({ id: 'D02', behaviour: 'DELETE of what is not there', expected: always('404 NotFound'), answer: async ({ owner }) => errorOf(await owner.remove(`${WORK_PACKAGES}/99999999`)) }),
	check({
		id: 'D03',
		behaviour: 'DELETE without permission',
		needs: ['reader'],
		expected: always('403 MissingPermission'),
		answer: async ({ given }, { reader }) => errorOf(await reader.remove(`${WORK_PACKAGES}/${(await given.workPackage()).id}`)),
	}),
	check({
		id: 'D04',
		behaviour: 'descendants go too',
		expected: always('204 404'),
		answer: async ({ owner, given }) => {
			const parent = await given.workPackage();
			const child = await given.workPackage({ _links: { parent: link('work_packages', parent.id) } });
			const grandchild = await given.workPackage({ _links: { parent: link('work_packages', child.id) } });
			const { status } = await owner.remove(`${WORK_PACKAGES}/${parent.id}`);
			return `${status} ${(await owner.read(grandchild.id)).status}`;
		},
	}),
];
