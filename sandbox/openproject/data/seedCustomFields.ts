import type { VersionRules } from '../versions';
import type { CustomField, HierarchyItem } from './customField';
import { PROJECT, PROVENANCE_FIELD_ID } from './seedIds';

const AREAS = ['North yard', 'South yard', 'Pump house', 'Main gate'].map((value, index) => ({ id: index + 1, value }));
const TRADES = ['Electrical', 'Plumbing', 'Carpentry', 'Groundworks'].map((value, index) => ({ id: index + 11, value }));

/** A site, its buildings and their rooms. Item 1 is the root. */
const LOCATIONS: readonly HierarchyItem[] = [
	{ id: 1, label: null, short: null, parentId: null },
	{ id: 2, label: 'Works', short: 'W', parentId: 1 },
	{ id: 3, label: 'Boiler room', short: null, parentId: 2 },
	{ id: 4, label: 'Switch room', short: 'W-S', parentId: 2 },
	{ id: 5, label: 'Depot', short: 'D', parentId: 1 },
];

/** One custom field of every kind the version has. The first two are for all projects, the others for 'FLRTS Field Work'. */
export function seedCustomFields(provenanceField: string | null, { hasLinkFields, hasHierarchyFields }: VersionRules): readonly CustomField[] {
	const everywhere = { isMulti: false, isRequired: false, maxLength: 0, options: [], projectIds: null, typeIds: null };
	const here = { ...everywhere, projectIds: [PROJECT.fieldWork] };
	return [
		...(provenanceField === null ? [] : [{ ...everywhere, id: PROVENANCE_FIELD_ID, name: provenanceField, format: 'string' } as const]),
		{ ...everywhere, id: 2, name: 'Area', format: 'list', options: AREAS },
		{ ...here, id: 3, name: 'Site contact', format: 'user' },
		{ ...here, id: 4, name: 'Crew size', format: 'int' },
		{ ...here, id: 5, name: 'Trades', format: 'list', isMulti: true, options: TRADES },
		{ ...here, id: 6, name: 'Access notes', format: 'text' },
		{ ...here, id: 7, name: 'Budget', format: 'float' },
		{ ...here, id: 8, name: 'Inspected', format: 'bool' },
		{ ...here, id: 9, name: 'Inspection date', format: 'date' },
		{ ...here, id: 10, name: 'Release', format: 'version' },
		...(hasLinkFields ? [{ ...here, id: 11, name: 'Manual', format: 'link' } as const] : []),
		...(hasHierarchyFields ? [{ ...here, id: 12, name: 'Location', format: 'hierarchy', items: LOCATIONS } as const] : []),
	];
}
