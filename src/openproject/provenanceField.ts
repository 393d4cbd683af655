import { ConfigurationError } from '../errors';
import type { OpenProjectApi } from './api';
import type { Place } from './checkProperties';
import { checkIsFilter } from './customFieldFilter';
import type { CustomField } from './customFields';
import type { Project } from './findProject';
import { requireField } from './requireField';

/** Why fields of other formats cannot hold a key, by OpenProject's word for the format. */
const UNFIT: Readonly<Record<string, string>> = {
	Formattable: 'long text, which cannot be searched for an exact value',
	CustomOption: 'a list, which holds only the values entered in OpenProject',
	User: 'of the format User, which holds people',
	Version: 'of the format Version, which holds versions',
	'CustomField::Hierarchy::Item': 'a hierarchy, which holds only the items entered in OpenProject',
	Link: 'of the format Link, which takes addresses alone',
};

/**
 * The custom field that holds the local key: text, enabled for project and types, and a filter.
 *
 * @throws ConfigurationError naming which of these it is not, and what to do.
 */
export async function findProvenanceField(api: OpenProjectApi, given: string, where: Place & { readonly project: Project }): Promise<CustomField> {
	const field = await requireField(given, where);
	if (field.type !== 'String') {
		const format = field.type.replace(/^\[\]/, '');
		throw new ConfigurationError(`The custom field '${field.name}' (${field.key}) is ${UNFIT[format] ?? `of type ${format}`}. The field that holds the local key has to be of the format Text.`);
	}
	await checkIsFilter(api, where.project, field);
	return field;
}
