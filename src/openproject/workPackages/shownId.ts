import type { OpenProjectApi } from '../api';
import { findWorkPackage } from '../findWorkPackage';
import { idOf, isId } from '../ids';
import { own } from '../json';

/** An id as OpenProject shows it: a number, or since 17.5, where that is switched on, a project's identifier and a number. */
const SHOWN = '[1-9]\\d{0,15}|[A-Za-z][A-Za-z0-9_]*-[1-9]\\d{0,15}';

/**
 * Addresses of a work package: Copy Link (/wp/1528), its own page with every tab, and its details beside a table, a
 * board, notifications and the like. The group is the id.
 */
export const workPackageAddress = `^https?://[^?#]*/(?:wp|work_packages|details)/(?:details/)?(${SHOWN})(?![A-Za-z0-9_-])`;

const ADDRESS = new RegExp(workPackageAddress);
const PLAIN = new RegExp(`^#{0,3}(${SHOWN})$`);

/** The id in what people give for a work package: 1528, #1528, PROJ-12, an address; null where there is none. */
export function shownIdIn(given: string): string | null {
	const text = given.trim();
	return (PLAIN.exec(text) ?? ADDRESS.exec(text))?.[1] ?? null;
}

/** The number behind an id as it is shown, which is asked for where the id is not the number itself; null where there is no such work package to be seen. */
export async function numericId(api: OpenProjectApi, id: string): Promise<string | null> {
	if (isId(id)) return id;
	const found = await findWorkPackage(api, id);
	return found === null ? null : idOf(own(found, 'id'), `work package ${id}`);
}

/** The sentence for a work package that is not there. */
export function noWorkPackage(id: string): string {
	const hint = isId(id) ? '' : " Ids of that form exist in OpenProject from version 17.5 on, where project-based ids are switched on; elsewhere give the number.";
	return `There is no work package ${id} that the API user can see.${hint}`;
}
