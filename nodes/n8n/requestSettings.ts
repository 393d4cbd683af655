import { booleanOf, numberOf, type Values } from './values';

/** How requests to OpenProject are sent; none of it changes what is written. */
export interface RequestSettings {
	/** Attempts of a request in all. */
	readonly retries: number;
	/** Whether OpenProject tells people about what is written. */
	readonly notify: boolean;
}

/** How requests are sent, from a node's options. */
export function requestSettingsOf(options: Values): RequestSettings {
	return {
		retries: numberOf(options['tries'], 'Tries per Request', { min: 1, max: 10, fallback: 5, whole: true }),
		notify: booleanOf(options['notify'], 'Notify OpenProject Users', false),
	};
}
