import type { IExecuteFunctions } from 'n8n-workflow';
import type { GivenRecord, TableWrite, ValueReading, WriteMode } from '../../../src/postgres';
import { InputError } from '../../n8n/InputError';
import { timeZoneOf } from '../../n8n/timeZone';
import { workflowZone } from '../../n8n/workflowZone';
import { booleanOf, numberOf, requiredText, textOf, textOrNull, textsOf, valuesOf, wordOf, type Values } from '../../n8n/values';

export type WritingOperation = 'delete' | 'insert' | 'insertOrUpdate' | 'replace' | 'update' | 'validate';

const MODES: Readonly<Record<WritingOperation, WriteMode>> = { delete: 'delete', insert: 'insert', insertOrUpdate: 'insert_or_update', replace: 'replace', update: 'update', validate: 'insert_or_update' };

/** The parameters of the node as a write. */
export function readWrite(context: IExecuteFunctions, operation: WritingOperation): TableWrite {
	const options = valuesOf(context.getNodeParameter('options', 0, {}));
	const isValidation = operation === 'validate';
	const match = textsOf(context.getNodeParameter('matchColumns', 0, ''), 'Match Columns');
	return {
		target: {
			schema: requiredText(context.getNodeParameter('schema', 0, 'public', { extractValue: true }), 'Schema', 'Choose the schema of the table.'),
			table: requiredText(context.getNodeParameter('table', 0, '', { extractValue: true }), 'Table', 'Choose the table to write to.'),
		},
		mode: MODES[operation],
		match: match.length === 0 ? null : match,
		records: recordsOf(context, operation),
		columns: null,
		emptyTextIsNull: booleanOf(options['emptyTextIsNull'], 'Empty Text Is NULL', false),
		reading: readingOf(context, options),
		unknownColumns: wordOf(options['unknownColumns'], 'Unknown Properties', ['refuse', 'ignore', 'add'], 'refuse'),
		duplicates: wordOf(options['duplicates'], 'Duplicate Keys', ['refuse', 'first', 'last'], 'refuse'),
		existing: wordOf(options['existing'], 'Existing Rows', ['skip', 'fail'], 'skip'),
		badRows: isValidation ? 'isolate' : wordOf(options['badRecords'], 'Bad Records', ['stop', 'isolate'], 'stop'),
		batches: isValidation ? { kind: 'one' } : batchesOf(options),
		checksumColumn: textOrNull(options['checksumColumn'], 'Checksum Column'),
		withoutUniqueIndex: wordOf(options['withoutUniqueIndex'], 'Without Unique Index', ['refuse', 'lock'], 'refuse'),
		images: booleanOf(options['keepImages'], 'Keep What Was There', false) ? { schema: packageSchemaOf(options) } : null,
		statementTimeoutMs: timeoutOf(options),
		lockTimeoutMs: numberOf(options['lockTimeout'], 'Lock Timeout', { min: 0.1, max: 3600, fallback: 2 }) * 1000,
		signal: context.getExecutionCancelSignal(),
		dryRun: isValidation || booleanOf(options['dryRun'], 'Dry Run', false),
		deleteGuard: {
			maxRows: numberOf(options['maxDeletes'], 'Max Deleted Rows', { min: 0, max: Number.MAX_SAFE_INTEGER, fallback: 1000, whole: true }),
			maxPercent: numberOf(options['maxDeletePercent'], 'Max Deleted Percent', { min: 0, max: 100, fallback: 20 }),
			mayEmpty: booleanOf(options['mayEmpty'], 'May Empty the Table', false),
		},
		isStopped: stopOf(context),
		nowMs: () => performance.now(),
	};
}

function readingOf(context: IExecuteFunctions, options: Values): ValueReading {
	const timeZone = textOrNull(options['timeZone'], 'Time Zone');
	return {
		timeZone: timeZoneOf(timeZone, workflowZone(context)),
		isZoneStated: timeZone !== null,
		dayOrder: wordOf(options['dayOrder'], 'Day and Month', ['refuse', 'day_first', 'month_first'], 'refuse'),
		jsonText: wordOf(options['jsonText'], 'Text in JSON Columns', ['parse', 'string'], 'parse'),
		damagedText: wordOf(options['damagedText'], 'Damaged Text', ['refuse', 'write'], 'refuse'),
	};
}

export function packageSchemaOf(options: Values): string {
	return textOf(options['packageSchema'], 'Package Schema', 'batch_sync');
}

function recordsOf(context: IExecuteFunctions, operation: WritingOperation): readonly GivenRecord[] {
	const items = context.getInputData();
	const mode = operation === 'delete' ? 'autoMapInputData' : textOf(valuesOf(context.getNodeParameter('columns', 0, {}))['mappingMode'], 'Columns', 'autoMapInputData');
	if (mode === 'autoMapInputData') return items.map(({ json }) => json);
	return items.map((_item, index) => {
		const value = context.getNodeParameter('columns.value', index, null);
		if (typeof value !== 'object' || value === null || Object.keys(value).length === 0) throw new InputError('Columns', value, 'Define a value for at least one column, or map automatically.');
		return value as GivenRecord;
	});
}

function batchesOf(options: Values): TableWrite['batches'] {
	const kind = wordOf(options['batches'], 'Batches', ['one', 'fixed', 'adaptive'], 'one');
	return kind === 'fixed' ? { kind, rows: numberOf(options['batchSize'], 'Batch Size', { min: 1, max: 1_000_000, fallback: 10_000, whole: true }) } : { kind };
}

function timeoutOf(options: Values): number | null {
	const seconds = numberOf(options['statementTimeout'], 'Statement Timeout', { min: 0, max: 86_400, fallback: 0 });
	return seconds === 0 ? null : seconds * 1000;
}

function stopOf(context: IExecuteFunctions): () => boolean {
	const signal = context.getExecutionCancelSignal();
	return () => signal?.aborted ?? false;
}
