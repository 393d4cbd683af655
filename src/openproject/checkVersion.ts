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
	if (isAdmin && (await checkNamedVersion(api))) return;
	const { plainProperties } = await lookups.schema(typeIds.slice(0, 1));
	checkTotals((name) => plainProperties.has(name), `OpenProject at ${api.baseUrl}`);
}

/** The same by the version that OpenProject names, to administrators: whether it does. @throws ConfigurationError with the version found. */
export async function checkNamedVersion(api: OpenProjectApi): Promise<boolean> {
	const root = await api.getUnless(['missing', 'forbidden', 'refused'], '/api/v3');
	const version = stringAt(root?.json, 'coreVersion');
	const major = Number(/^\d+/.exec(version ?? '')?.[0] ?? Number.NaN);
	if (!Number.isFinite(major)) return false;
	if (major < OLDEST) throw tooOld(`OpenProject at ${api.baseUrl} is version ${version}`);
	return true;
}

/** The same by what work packages, or their schemas, have. @throws ConfigurationError. */
export function checkTotals(has: (property: string) => boolean, whose = 'OpenProject'): void {
	if (has('derivedEstimatedTime') && !has('derivedPercentageDone')) throw tooOld(`${whose} is of version 13 or older (the API user is not told which; its work packages have no total of % complete)`);
}

function tooOld(what: string): ConfigurationError {
	return new ConfigurationError(`${what}. This package works with ${OLDEST} and later, since older ones answer otherwise where it matters: update OpenProject.`);
}
