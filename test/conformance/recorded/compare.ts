import type { Recording } from './recording';
import { differencesOf, type Difference } from './shape';

/** Differences of the answers to one check. */
export interface CheckDifferences {
	readonly check: string;
	readonly differences: readonly (Difference & { readonly asked: string })[];
}

/** Where one recording is not of the shape of another, check by check. Checks only one of them has are left out. */
export function compareRecordings(recorded: Recording, answered: Recording): readonly CheckDifferences[] {
	return Object.entries(recorded.checks)
		.filter(([check]) => check in answered.checks)
		.map(([check, expected]) => {
			const found = answered.checks[check] ?? [];
			const inNumber = expected.length === found.length ? [] : [{ asked: 'all', path: 'number of answers', recorded: String(expected.length), answered: String(found.length) }];
			const inShape = expected.slice(0, found.length).flatMap((exchange, at) => differencesOf(exchange, found[at]!).map((difference) => ({ asked: `${exchange.method} ${exchange.path}`, ...difference })));
			return { check, differences: [...inNumber, ...inShape] };
		});
}
