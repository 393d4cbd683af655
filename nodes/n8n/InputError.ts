import { ConfigurationError } from '../../src/errors';

/** A parameter of the node that makes no sense: its name as people see it, what was given, what is expected. */
export class InputError extends ConfigurationError {
	constructor(parameter: string, given: unknown, expected: string) {
		super(`${parameter} is ${shown(given)}. ${expected}`, { data: { parameter } });
	}
}

function shown(given: unknown): string {
	if (given === undefined || given === null) return 'missing';
	if (typeof given === 'string') return given.trim() === '' ? 'empty' : `'${cut(given)}'`;
	const text = JSON.stringify(given);
	return text === undefined ? 'not a value' : cut(text);
}

function cut(text: string): string {
	return text.length > 80 ? `${text.slice(0, 80)}…` : text;
}
