import { checkTotals } from '../checkVersion';
import { foldName } from '../names';
import type { Places } from './places';

/** Names, as they are and as they read, and keys of the custom fields that some type of a project has. @throws ConfigurationError where the schemas show that OpenProject is too old. */
export async function customNames(places: Places, projectId: string): Promise<ReadonlySet<string>> {
	const lookups = places.lookups(projectId);
	const types = await lookups.list('type');
	const { fields, plainProperties } = await lookups.schema(types.map((type) => type.id));
	checkTotals((name) => plainProperties.has(name), `OpenProject at ${places.api.baseUrl}`);
	return new Set([...fields.values()].flatMap((field) => [field.name, foldName(field.name), field.key]));
}
