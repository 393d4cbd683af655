import { foldName } from '../names';
import type { Places } from './places';

/** Names, as they are and as they read, and keys of the custom fields that some type of a project has. */
export async function customNames(places: Places, projectId: string): Promise<ReadonlySet<string>> {
	const lookups = places.lookups(projectId);
	const types = await lookups.list('type');
	const { fields } = await lookups.schema(types.map((type) => type.id));
	return new Set([...fields.values()].flatMap((field) => [field.name, foldName(field.name), field.key]));
}
