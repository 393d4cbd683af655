import { booleanOf, numberOf, type Values } from '../../n8n/values';

/** How requests to OpenProject are sent; none of it changes what a pair means. */
export interface RemoteSettings {
	/** Attempts of a request in all. */
	readonly retries: number;
	/** Whether OpenProject tells people about what is written. */
	readonly notify: boolean;
}

/** How requests are sent, from the node's options. */
export function remoteSettingsOf(options: Values): RemoteSettings {
	return {
		retries: numberOf(options['tries'], 'Tries per Request', { min: 1, max: 10, fallback: 5, whole: true }),
		notify: booleanOf(options['notify'], 'Notify OpenProject Users', false),
	};
}
