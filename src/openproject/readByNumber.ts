import { endless, pageLimit } from './listChecks';
import type { SourcePage } from './windowSource';

/**
 * Everything of a list, page by number, in the order it comes; for lists that are short, since what is edited meanwhile may slip
 * over a page border. What `isWanted` turns down is not held.
 *
 * @throws RemoteAnswerError where the pages never end.
 */
export async function readByNumber<T>(readPage: (offset: number) => Promise<Pick<SourcePage<T>, 'records' | 'total' | 'pageSize'>>, isWanted: (record: T) => boolean = () => true): Promise<readonly T[]> {
	const found: T[] = [];
	for (let offset = 1, limit = 1; ; offset += 1) {
		const { records, total, pageSize } = await readPage(offset);
		if (offset === 1) limit = pageLimit(total, pageSize);
		found.push(...records.filter(isWanted));
		if (records.length === 0 || offset * pageSize >= total) return found;
		if (offset >= limit) throw endless(offset);
	}
}
