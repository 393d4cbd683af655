import { ConfigurationError } from '../../../errors';
import type { OpenProjectApi } from '../../api';
import { customFieldNamed } from '../../customFields';
import type { CustomField } from '../../customFields';
import type { Project } from '../../findProject';
import { Places } from '../places';

/**
 * The custom field work packages are matched by: text or a whole number, enabled in the project.
 *
 * @throws ConfigurationError naming what is wrong, and the closest names.
 */
export async function findKeyField(places: Places, project: Project, given: string): Promise<CustomField> {
	const lookups = places.lookups(project.id);
	const types = await lookups.list('type');
	const field = customFieldNamed(given, (await lookups.schema(types.map((type) => type.id))).fields, `project '${project.name}'`);
	if (!canHoldKey(field)) {
		throw new ConfigurationError(`The custom field '${field.name}' (${field.key}) is of type ${field.type}. Work packages can be matched by a custom field of the format Text or Integer.`);
	}
	return field;
}

/** The custom fields of a project that work packages can be matched by. @throws ConfigurationError for a project that is not there. */
export async function keyFields(api: OpenProjectApi, given: string): Promise<readonly CustomField[]> {
	const places = new Places(api);
	const lookups = places.lookups((await places.project(given)).id);
	const types = await lookups.list('type');
	return [...(await lookups.schema(types.map((type) => type.id))).fields.values()].filter(canHoldKey);
}

function canHoldKey({ type }: CustomField): boolean {
	return type === 'String' || type === 'Integer';
}
