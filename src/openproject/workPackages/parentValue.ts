import { isNothing, refusedValue } from './formValue';
import type { Formed } from './formValue';
import type { Places } from './places';
import { noWorkPackage, numericId, shownIdIn } from './shownId';

/** The id of a parent, given as a number, an id as it is shown, or an address; nothing takes the parent away. */
export async function parentValue(places: Places, given: unknown, field: string): Promise<Formed> {
	if (isNothing(given)) return { status: 'value', value: null };
	const shown = typeof given === 'string' || typeof given === 'number' ? shownIdIn(String(given)) : null;
	if (shown === null) return refusedValue(given, field, 'the id of a work package');
	const id = await numericId(places.api, shown);
	return id === null ? { status: 'refused', message: noWorkPackage(shown) } : { status: 'value', value: id };
}
