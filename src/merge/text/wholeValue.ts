import { isCalendarDate, isDecimal, parseInstant } from '../../record';

/** White space inside means that a value is written in words. */
const SPACE = /\s/;
const DIGIT = /\p{Nd}/u;
const WORD = /\p{L}{2,}/gu;
/** Scripts whose words are not kept apart by spaces. */
const UNSPACED = /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Thai}\p{sc=Lao}\p{sc=Khmer}\p{sc=Myanmar}]/u;
const PLAIN_WORD = /^[\p{L}\p{M}'\u2019-]+[.,;:!?\u2026]*$/u;

/**
 * What a text is, where it is no writing but one value of which no part stands for itself ('a date', 'a number', …); null for writing. Two
 * edits of such a value never add up: 5 November moved to 5 December here and to 20 November there is not 20 December.
 */
export function wholeValue(text: string): string | null {
	const value = text.trim();
	if (value === '') return null;
	if (isCalendarDate(value)) return 'a date';
	if (parseInstant(value) !== null) return 'a time';
	if (isDecimal(value)) return 'a number';
	if (isJson(value)) return 'JSON';
	if (!SPACE.test(value) && !PLAIN_WORD.test(value) && !UNSPACED.test(value)) return 'one word with digits or signs, such as a code, an address or a link';
	// A telephone number, an account, '5 Nov 2026'.
	return DIGIT.test(value) && !value.includes('\n') && (value.match(WORD) ?? []).length < 2 ? 'digits with hardly a word' : null;
}

function isJson(value: string): boolean {
	if (!(value.startsWith('{') && value.endsWith('}')) && !(value.startsWith('[') && value.endsWith(']'))) return false;
	try {
		JSON.parse(value);
		return true;
	} catch {
		return false;
	}
}
