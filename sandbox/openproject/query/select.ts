import { ApiError } from '../http/apiError';

/** What a `select` asks for: properties of the collection, and of its elements. */
export interface Selection {
	readonly collection: ReadonlySet<string>;
	readonly elements: ReadonlySet<string>;
}

const COLLECTION_PROPERTIES = ['*', 'self', 'total', 'count', 'pageSize', 'offset', '_type'];
const ELEMENT_PROPERTIES = ['*', '_type', 'id', 'displayId', 'subject', 'startDate', 'dueDate', 'date', 'self', 'project', 'status', 'type', 'author', 'assignee', 'responsible'];

/** Reads `total,elements/id`. Null where there is none. `hasDisplayId` tells whether the version knows that property. Throws InvalidSignal for what cannot be selected, updatedAt and lockVersion among it. */
export function parseSelect(text: string | null, { hasDisplayId }: { readonly hasDisplayId: boolean }): Selection | null {
	if (text === null || text === '') return null;
	const paths = text.replace(/^\[|\]$/g, '').split(',').map((path) => path.trim().replaceAll(/["']/g, '').split('/'));
	const collection = new Set<string>();
	const elements = new Set<string>();
	for (const [first = '', second] of paths) {
		if (first === 'elements') elements.add(second ?? '*');
		else collection.add(first);
	}
	refuseUnknown(collection, COLLECTION_PROPERTIES, [...COLLECTION_PROPERTIES, 'elements']);
	const known = ELEMENT_PROPERTIES.filter((name) => hasDisplayId || name !== 'displayId');
	refuseUnknown(elements, known, known);
	return { collection, elements };
}

/** Whether a name is selected, by itself or by '*'. */
export function isSelected(selected: ReadonlySet<string>, name: string): boolean {
	return selected.has(name) || selected.has('*');
}

function refuseUnknown(given: ReadonlySet<string>, known: readonly string[], supported: readonly string[]): void {
	const unknown = [...given].filter((name) => !known.includes(name));
	if (unknown.length > 0) throw new ApiError('InvalidSignal', `The requested select of ${unknown.join(', ')} is not supported. Supported selects are ${supported.join(', ')}.`);
}
