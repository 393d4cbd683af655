import type { IExecuteFunctions } from 'n8n-workflow';
import type { ReportQuery } from '../../../src/metrics';
import { textOf, textOrNull, valuesOf, wordOf } from '../../n8n/values';
import { instantOf } from '../../n8n/instant';
import { workflowZone } from '../../n8n/workflowZone';

/** Which runs a report is about, from the parameters of an item. */
export function readReportQuery(context: IExecuteFunctions, itemIndex: number): ReportQuery {
	const options = valuesOf(context.getNodeParameter('options', itemIndex, {}));
	const timeZone = textOf(options['timeZone'], 'Time Zone', workflowZone(context));
	return {
		name: textOrNull(context.getNodeParameter('name', itemIndex, ''), 'Name'),
		by: wordOf(context.getNodeParameter('by', itemIndex), 'Period', ['hour', 'day', 'week'] as const),
		from: instantOf(options['from'], 'From', timeZone),
		to: instantOf(options['to'], 'To', timeZone),
		timeZone,
	};
}
