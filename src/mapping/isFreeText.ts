import type { FieldMapping } from './types';

/**
 * Whether a field holds words that people write, so that two edits of it may be put together into one text. Everything else (dates,
 * numbers, ids, people, closed vocabularies, codes of one line) is taken as a whole: parts of two values make a third that nobody entered.
 */
export function isFreeText({ lens, remote }: Pick<FieldMapping, 'lens' | 'remote'>): boolean {
	switch (lens.kind) {
		case 'text': return true;
		// One line is as often a code, an address or a link; only of the subject it is known to be words.
		case 'line': return remote.length === 1 && remote[0] === 'subject';
		case 'identity':
		case 'value_map':
		case 'date':
		case 'due':
		case 'instant_date':
		case 'user':
		case 'reference':
		case 'set': return false;
		default: {
			const impossible: never = lens;
			return impossible;
		}
	}
}
