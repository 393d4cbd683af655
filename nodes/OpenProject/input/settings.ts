import type { IExecuteFunctions } from 'n8n-workflow';
import { booleanOf, numberOf, valuesOf } from '../../n8n/values';

/** How requests are sent; the same for all items, so taken from the first. */
export interface Settings {
	/** Attempts of a request in all. */
	readonly retries: number;
	readonly requestDeadlineMs: number;
	/** Items worked on at the same time. */
	readonly workers: number;
	/** Whether OpenProject tells people about what is written. */
	readonly notify: boolean;
}

/** Reads the options of how requests are sent. */
export function readSettings(context: IExecuteFunctions): Settings {
	const options = valuesOf(context.getNodeParameter('options', 0, {}));
	return {
		retries: numberOf(options['tries'], 'Tries per Request', { min: 1, max: 10, fallback: 5, whole: true }),
		requestDeadlineMs: numberOf(options['requestSeconds'], 'Request Timeout (Seconds)', { min: 5, max: 600, fallback: 60 }) * 1000,
		workers: numberOf(options['workers'], 'Workers', { min: 1, max: 10, fallback: 3, whole: true }),
		notify: booleanOf(options['notify'], 'Notify OpenProject Users', false),
	};
}
