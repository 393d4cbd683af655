import { ConfigurationError } from '../../../errors';
import type { Project } from '../../findProject';

/** @throws ConfigurationError where no project is given, for those who need one. */
export function required(project: Project | null): Project {
	if (project === null) throw new ConfigurationError('No OpenProject project is given. Give the id, identifier or name of the one work packages are created in.');
	return project;
}
