import type { IExecuteFunctions } from 'n8n-workflow';
import { dateRulesOf } from '../../n8n/dateRules';
import { requestSettingsOf, type RequestSettings } from '../../n8n/requestSettings';
import { numberOf, valuesOf } from '../../n8n/values';

/** How requests are sent; the same for all items, so taken from the first. */
export interface Settings extends RequestSettings {
	readonly requestDeadlineMs: number;
	/** Items worked on at the same time. */
	readonly workers: number;
	/** Who decides about dates. */
	readonly dates: ReturnType<typeof dateRulesOf>;
}

/** Reads the options of how requests are sent. */
export function readSettings(context: IExecuteFunctions): Settings {
	const options = valuesOf(context.getNodeParameter('options', 0, {}));
	return {
		...requestSettingsOf(options),
		requestDeadlineMs: numberOf(options['requestSeconds'], 'Request Timeout (Seconds)', { min: 5, max: 600, fallback: 60 }) * 1000,
		workers: numberOf(options['workers'], 'Workers', { min: 1, max: 10, fallback: 3, whole: true }),
		dates: dateRulesOf(options),
	};
}
