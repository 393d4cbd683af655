import type { IsAbandoned, OpenProjectApi } from './api';
import { own } from './json';
import type { RawObject } from './json';
import { workPackagePath } from './workPackageRequests';

/** One work package as OpenProject gives it, whatever its project; null where it is gone or not visible. @throws what reading throws, RemoteAnswerError for anything else in its place. */
export async function findWorkPackage(api: OpenProjectApi, id: string, isAbandoned?: IsAbandoned): Promise<RawObject | null> {
	const answer = await api.find(workPackagePath(id), {}, isAbandoned);
	if (answer === null) return null;
	if (own(answer.json, '_type') !== 'WorkPackage') throw api.otherApi();
	return answer.json;
}
