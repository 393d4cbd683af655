import { isId } from '../ids';
import { readName } from './formValue';
import type { Formed } from './formValue';
import type { Places } from './places';

/** A value to look up. */
export interface Asked {
	/** What people call the field. */
	readonly name: string;
	readonly given: unknown;
	/** An id that decides where several share the name. */
	readonly hint: string | null;
}

/** A person as the id that OpenProject links to, found by name, login, e-mail address or id. */
export async function personValue(places: Places, projectId: string, { name, given, hint }: Asked): Promise<Formed> {
	const text = readName(given, name);
	if (text.status === 'refused' || text.value === null) return text;
	const found = await places.people(projectId).find(text.value, hint !== null && isId(hint) ? hint : null);
	return found.status === 'found' ? { status: 'value', value: found.id } : { status: 'refused', message: found.message };
}
