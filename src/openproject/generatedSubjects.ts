import { isSubjectGenerated } from './customFields';
import { arrayAt, stringAt } from './json';

/** Adds the types whose subjects OpenProject makes up, as the schemas in a list of work packages tell. */
export function noteGeneratedSubjects(list: unknown, types: Set<string> | undefined): void {
	if (types === undefined) return;
	for (const schema of arrayAt(list, '_embedded', 'schemas', '_embedded', 'elements')) {
		const typeId = /\/schemas\/\d+-(\d+)$/.exec(stringAt(schema, '_links', 'self', 'href') ?? '')?.[1];
		if (typeId !== undefined && isSubjectGenerated(schema)) types.add(typeId);
	}
}
