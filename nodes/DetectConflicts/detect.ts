import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { detectByVersion, detectConflicts, type Base, type Detection } from '../../src/detect';
import { valuesOf, wordOf } from '../n8n/values';
import { readBase, type OpenDatabase } from './base/readBase';
import { readBaseSource } from './input/baseSource';
import { readInputs } from './input/inputItems';
import { readSettings, readVersionFields } from './input/settings';
import { hintsOf } from './output/hints';
import { itemsOf, type UnchangedItems } from './output/items';

const UNCHANGED_ITEMS: readonly UnchangedItems[] = ['agreed', 'all', 'none'];

/** Compares what the inputs brought, once for all items, and lays the findings on the four outputs. */
export async function detect(context: IExecuteFunctions, openDatabase: OpenDatabase): Promise<INodeExecutionData[][]> {
	const source = readBaseSource(context);
	const settings = readSettings(context, source);
	const unchangedItems = wordOf(valuesOf(context.getNodeParameter('options', 0, {}))['unchangedItems'], 'Unchanged Items', UNCHANGED_ITEMS, 'all');
	const inputs = readInputs(context, source);
	const { local, remote } = inputs;
	if (source === 'none') {
		const versions = readVersionFields(context);
		const detection = detectByVersion({ local, remote, settings, fields: versions });
		tell(context, detection, { local: local.length, remote: remote.length, base: null });
		return itemsOf(detection.findings, { source, inputs, base: null, settings, versions }, unchangedItems);
	}
	const { base, remarks } = await readBase({ context, source, inputs, keys: settings.match.keys, openDatabase });
	const detection = detectConflicts({ local, remote, base, settings });
	tell(context, { ...detection, remarks: [...remarks, ...detection.remarks] }, { local: local.length, remote: remote.length, base: sizeOf(base) });
	return itemsOf(detection.findings, { source, inputs, base, settings, versions: null }, unchangedItems);
}

function tell(context: IExecuteFunctions, detection: Detection, counts: Parameters<typeof hintsOf>[1]): void {
	context.addExecutionHints(...hintsOf(detection, counts));
}

function sizeOf(base: Base): number {
	return base.kind === 'links' ? base.links.length : base.records.length;
}
