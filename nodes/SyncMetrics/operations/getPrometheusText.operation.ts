import { prometheusText, PROMETHEUS_CONTENT_TYPE } from '../../../src/metrics';
import { packageSchemaOf } from '../../n8n/packageSchema';
import { optionsOf } from '../../n8n/parameters/collection';
import { valuesOf } from '../../n8n/values';
import { textItem } from '../output/textItem';
import { fileOptions, outputAs } from '../parameters/output';
import { whereTablesAre } from '../parameters/packageSchema';
import { shownFor } from '../parameters/shownFor';
import type { ItemOperation } from './operation';

const FILE_NAME = 'metrics.txt';

export const description = shownFor(['getPrometheusText'], [outputAs('text'), optionsOf([...fileOptions(FILE_NAME), whereTablesAre])]);

/** The metrics of all pairs and recorded runs, as Prometheus reads them. */
export const execute: ItemOperation = async ({ context, database, itemIndex }) => {
	const options = valuesOf(context.getNodeParameter('options', itemIndex, {}));
	const text = await prometheusText({ database, schema: packageSchemaOf(options) });
	return [await textItem(context, itemIndex, { text, contentType: PROMETHEUS_CONTENT_TYPE, fileName: FILE_NAME })];
};
