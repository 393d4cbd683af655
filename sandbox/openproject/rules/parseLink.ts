import { ApiError, formatError } from '../http/apiError';

/** What a link property may point at: resource names in addresses. */
export interface LinkTarget {
	readonly property: string;
	readonly resources: readonly string[];
}

/**
 * The id a link object points at. `{ "href": null }` gives null, `{}` gives undefined (says nothing).
 * Throws ResourceTypeMismatch for another resource or a full address, PropertyFormatError for what is no link object.
 */
export function parseLink(value: unknown, { property, resources }: LinkTarget): number | null | undefined {
	if (typeof value !== 'object' || value === null || Array.isArray(value)) throw formatError(property, '{ "href": "/api/v3/..." }', JSON.stringify(value));
	if (!('href' in value)) return undefined;
	if (value.href === null) return null;
	const id = new RegExp(`^/api/v3/(?:${resources.join('|')})/(\\d+)$`).exec(String(value.href))?.[1];
	if (id === undefined) throw mismatch(property, resources, String(value.href));
	return Number(id);
}

function mismatch(property: string, resources: readonly string[], given: string): ApiError {
	const expected = resources.map((resource) => `'/api/v3/${resource}/:id'`).join(' or ');
	return new ApiError('ResourceTypeMismatch', `For property '${property}' a link like ${expected} is expected, but got '${given}'.`);
}

/** Resources that can be assigned work. */
export const PRINCIPAL_RESOURCES: readonly string[] = ['users', 'groups', 'placeholder_users'];
