/**
 * Settings every transaction runs under. The text form of dates, intervals, floats and bytea depends on them, and
 * with it every checksum: changing one makes every record look changed.
 */
export const SESSION_SETTINGS: Readonly<Record<string, string>> = {
	TimeZone: 'UTC',
	DateStyle: 'ISO',
	IntervalStyle: 'iso_8601',
	extra_float_digits: '1',
	bytea_output: 'hex',
	standard_conforming_strings: 'on',
};

export interface TransactionOptions {
	readonly readOnly?: boolean;
	readonly repeatableRead?: boolean;
}

/** Opens a transaction under `SESSION_SETTINGS`: one message, so one round trip; SET LOCAL, since a pooler may give the session to others. */
export function beginStatement(options: TransactionOptions = {}): string {
	const modes = [options.repeatableRead === true ? 'isolation level repeatable read' : '', options.readOnly === true ? 'read only' : ''].filter((mode) => mode !== '');
	const settings = Object.entries(SESSION_SETTINGS).map(([name, value]) => `set local ${name} = '${value}'`);
	return [`begin ${modes.join(', ')}`.trim(), ...settings].join('; ');
}
