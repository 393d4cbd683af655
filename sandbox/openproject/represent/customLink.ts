import type { CustomField, CustomValue } from '../data/customField';
import type { Database } from '../data/database';
import { itemTitle } from './hierarchyItems';
import { principalLink } from './principals';
import type { Link } from './primitives';

/** What a single linked field without a value reads as; unlike other empty links it has a title. */
const EMPTY: Link = { href: null, title: null };

/** The link of a custom field of the kinds list, user, version or hierarchy; a list of links where several values can be chosen. */
export function customLink(field: CustomField, value: CustomValue | undefined, database: Database): Link | readonly Link[] {
	const links = idsOf(value).map((id) => linkTo(field, id, database));
	return field.isMulti ? links : (links[0] ?? EMPTY);
}

function idsOf(value: CustomValue | undefined): readonly number[] {
	return typeof value === 'object' ? value : [];
}

function linkTo(field: CustomField, id: number, database: Database): Link {
	switch (field.format) {
		case 'user':
			return principalLink(database, id);
		case 'version':
			return { href: `/api/v3/versions/${id}`, title: database.versions.get(id)?.name ?? '' };
		case 'hierarchy':
			return { href: `/api/v3/custom_field_items/${id}`, title: itemTitle(field.items?.find((item) => item.id === id)) };
		default:
			return { href: `/api/v3/custom_options/${id}`, title: field.options.find((option) => option.id === id)?.value ?? '' };
	}
}
