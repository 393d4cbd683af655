import type { Principal } from './model';

/** The account the API key belongs to. */
export const API_USER_ID = 5;

interface SeedPerson {
	readonly id: number;
	readonly login: string;
	readonly firstName: string;
	readonly lastName: string;
	readonly admin?: boolean;
	readonly status?: Principal['status'];
}

const PEOPLE: readonly SeedPerson[] = [
	{ id: 4, login: 'admin', firstName: 'OpenProject', lastName: 'Admin', admin: true },
	{ id: API_USER_ID, login: 'flrts-sync', firstName: 'FLRTS', lastName: 'Sync' },
	{ id: 6, login: 'maria.alvarez', firstName: 'Maria', lastName: 'Alvarez' },
	{ id: 7, login: 'devon.clark', firstName: 'Devon', lastName: 'Clark' },
	{ id: 8, login: 'priya.natarajan', firstName: 'Priya', lastName: 'Natarajan' },
	{ id: 9, login: 'tom.becker', firstName: 'Tom', lastName: 'Becker' },
	{ id: 10, login: 'lena.okafor', firstName: 'Lena', lastName: 'Okafor' },
	{ id: 11, login: 'joel.adler', firstName: 'Joel', lastName: 'Adler' },
	{ id: 12, login: 'sven.lindqvist', firstName: 'Sven', lastName: 'Lindqvist', status: 'locked' },
	{ id: 13, login: 'head.office', firstName: 'Ruth', lastName: 'Hartmann' },
];

/** Members of the project 'FLRTS Field Work' who can be assigned work, besides the API user and the group. */
export const FIELD_CREW_IDS: readonly number[] = [6, 7, 8, 9, 10, 11];

/** A group that can be assigned work like a person. */
export const NIGHT_CREW_ID = 20;

export function seedPrincipals(createdAt: number): readonly Principal[] {
	const people = PEOPLE.map((person): Principal => ({
		id: person.id,
		kind: 'User',
		login: person.login,
		firstName: person.firstName,
		lastName: person.lastName,
		name: `${person.firstName} ${person.lastName}`,
		email: `${person.login}@example.com`,
		admin: person.admin ?? false,
		status: person.status ?? 'active',
		createdAt,
	}));
	const group: Principal = {
		id: NIGHT_CREW_ID,
		kind: 'Group',
		login: '',
		firstName: '',
		lastName: 'Night Crew',
		name: 'Night Crew',
		email: '',
		admin: false,
		status: 'active',
		createdAt,
	};
	return [...people, group];
}
