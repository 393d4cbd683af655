import { shownIdIn } from '../../../src/openproject/workPackages';
import { InputError } from '../../n8n/InputError';
import { valuesOf } from '../../n8n/values';

/** Whether a parameter's value is a resource locator as n8n stores it. */
export function isLocator(value: unknown): boolean {
	return valuesOf(value)['__rl'] === true;
}

/**
 * What a resource locator, or a plain value from an expression, stands for: an id, identifier or name; null where it is
 * empty. Of an address it is the part behind `path`, e.g. 'work_packages'.
 */
export function located(value: unknown, parameter: string, path: string): string | null {
	const locator = valuesOf(value);
	const given = isLocator(value) ? locator['value'] : value;
	if (given === undefined || given === null) return null;
	if (typeof given !== 'string' && typeof given !== 'number') throw new InputError(parameter, given, 'Give a name or an ID.');
	const text = String(given).trim();
	if (text === '') return null;
	const found = path === 'work_packages' ? shownIdIn(text) : new RegExp(`^https?://[^?#]*/${path}/([^/?#]+)`).exec(text)?.[1];
	if (found !== undefined && found !== null) return decodeURIComponent(found);
	if (isLocator(value) && locator['mode'] === 'url') throw new InputError(parameter, text, `Give an address in OpenProject with /${path}/ in it.`);
	return text;
}

/** As `located`, for what must not be empty. */
export function requiredLocated(value: unknown, parameter: string, path: string, expected: string): string {
	const found = located(value, parameter, path);
	if (found === null) throw new InputError(parameter, undefined, expected);
	return found;
}
