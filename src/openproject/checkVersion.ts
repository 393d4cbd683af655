import { ConfigurationError } from '../errors';
import type { OpenProjectApi } from './api';
import { stringAt } from './json';
import type { Lookups } from './lookups';

const OLDEST = 14;

/**
 * Refuses an OpenProject that is too old, before anything is read that it would answer otherwise. Only administrators are
 * told the version; for others the schema of a type tells, where it can: totals of % complete came later than totals of work,
 * shortly before 14. What shows neither is taken to be of today.
 *
 * @throws ConfigurationError with the version found.
 */
export async function checkVersion(api: OpenProjectApi, { isAdmin, lookups, typeIds }: { readonly isAdmin: boolean; readonly lookups: Lookups; readonly typeIds: readonly string[] }): Promise<void> {
	const root = !isAdmin ? null : await api.getUnless(['missing', 'forbidden', 'refused'], '/api/v3');
	const version = stringAt(root?.json, 'coreVersion');
	const major = Number(/^\d+/.exec(version ?? '')?.[0] ?? Number.NaN);
	if (Number.isFinite(major)) {
		if (major < OLDEST) throw tooOld(api, `is version ${version}`);
		return;
	}
	const { plainProperties } = await lookups.schema(typeIds.slice(0, 1));
	if (plainProperties.has('derivedEstimatedTime') && !plainProperties.has('derivedPercentageDone')) throw tooOld(api, 'is of version 13 or older (the API user is not told which; its work packages have no total of % complete)');
}

function tooOld(api: OpenProjectApi, what: string): ConfigurationError {
	return new ConfigurationError(`OpenProject at ${api.baseUrl} ${what}. This package works with ${OLDEST} and later, since older ones answer otherwise where it matters: update OpenProject.`);
}
