import { createHash } from 'node:crypto';
import type { OpenProjectApi } from './api';
import { isNotToBeHad } from './errors';
import { filtersOf } from './filters';
import { arrayAt, own, stringAt } from './json';
import { readAll } from './readAll';

/**
 * A fingerprint of who the API user is and what they are a member of. While it stays the same, a record that is no
 * longer visible was not made invisible by a change of the user's memberships.
 */
export async function readMembership(api: OpenProjectApi, user: { readonly id: string; readonly isAdmin: boolean }): Promise<string> {
	const memberships = await readMemberships(api, user.id);
	return createHash('sha256').update(JSON.stringify([user.id, user.isAdmin, memberships])).digest('hex');
}

/** Project and roles of each membership in a fixed order; null where the user may not list them. */
async function readMemberships(api: OpenProjectApi, userId: string): Promise<readonly string[] | null> {
	try {
		const elements = await readAll(api, '/api/v3/memberships', { filters: filtersOf([{ name: 'principal', operator: '=', values: [userId] }]) });
		return elements.map(membershipOf).sort();
	} catch (error) {
		// Not permitted, or not known to this version: the user's id and admin flag have to do.
		if (isNotToBeHad(error)) return null;
		throw error;
	}
}

function membershipOf(membership: unknown): string {
	const links = own(membership, '_links');
	const roles = arrayAt(links, 'roles').map((role) => stringAt(role, 'href') ?? '').sort();
	return JSON.stringify([stringAt(links, 'project', 'href'), roles]);
}
