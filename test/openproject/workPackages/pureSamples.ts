import { thingFor } from '../../../src/openproject/workPackages/catalog';

const THINGS = [{ id: 'a', name: '7' }, { id: 'b', name: 'New' }, { id: 'c', name: 'new' }, { id: '7', name: 'Closed' }, { id: 't1', name: 'Twin' }, { id: 't2', name: 'Twin' }];

/** The id that a name stands for in a list with awkward entries. */
export function catalogKey(given: string): string | null {
	return thingFor(given, THINGS)?.id ?? null;
}
