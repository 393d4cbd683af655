/** A person of the sandbox, on both sides. */
export interface Person {
	/** Local id, in `personnel`. */
	readonly id: string;
	readonly firstName: string;
	readonly lastName: string;
	readonly email: string;
	readonly jobTitle: string;
	readonly timezone: string;
	/** User id in OpenProject; null: no account there, and no entry in the user map. */
	readonly openProjectId: number | null;
}

const FIRST_USER_ID = 21;

const CREW: readonly (readonly [string, string, string, string?])[] = [
	['Maya', 'Okafor', 'Field supervisor'],
	['Jürgen', 'Weiß', 'Refrigeration technician'],
	['Søren', 'Ågård', 'Electrician'],
	['Priya', 'Raman', 'Dispatcher'],
	['Luis', 'Peña', 'Plumber'],
	['Hannah', "O'Connor", 'Safety inspector'],
	['Tomasz', 'Łukasik', 'Driver'],
	['Aiko', 'Tanaka', 'Quality engineer', 'America/Chicago'],
	['Zoë', 'Dubois', 'Project coordinator'],
	['Marcus', 'Bell', 'Mechanic', 'America/Denver'],
	['Fatima', 'al-Rashid', 'Site manager'],
];

/** The crew. The last one works for a subcontractor and has no OpenProject account; nothing is assigned to that person. */
export const PEOPLE: readonly Person[] = [
	...CREW.map(([firstName, lastName, jobTitle, timezone], index) => personOf(index, firstName, lastName, jobTitle, timezone, FIRST_USER_ID + index)),
	personOf(CREW.length, 'Dale', 'Hutchins', 'Subcontractor', undefined, null),
];

/** Those with an OpenProject account. */
export const MAPPED_PEOPLE = PEOPLE.filter((person): person is Person & { openProjectId: number } => person.openProjectId !== null);

function personOf(index: number, firstName: string, lastName: string, jobTitle: string, timezone: string | undefined, openProjectId: number | null): Person {
	const login = `${firstName}.${lastName}`.normalize('NFD').toLowerCase().replace(/ß/g, 'ss').replace(/ł/g, 'l').replace(/[øå]/g, 'o').replace(/[^a-z.-]/g, '');
	return {
		id: `0a000000-0000-4000-8000-${String(index + 1).padStart(12, '0')}`,
		firstName,
		lastName,
		email: `${login}@example.com`,
		jobTitle,
		timezone: timezone ?? 'America/New_York',
		openProjectId,
	};
}
