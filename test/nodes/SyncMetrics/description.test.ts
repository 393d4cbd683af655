import type { INodeProperties } from 'n8n-workflow';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { SyncMetrics } from '../../../nodes/SyncMetrics/SyncMetrics.node';
import { readThresholds } from '../../../nodes/SyncMetrics/input/thresholds';
import { usualThresholds } from '../../../src/health';
import { usualLimits } from '../../../src/metrics';
import { choicesOf, everyParameterOf } from '../../support/nodeParameters';

const { description } = new SyncMetrics();
const everyParameter = everyParameterOf(description);

function optionsOf(operation: string): INodeProperties[] {
	const collection = description.properties.find(({ name, displayOptions }) => name === 'options' && displayOptions?.show?.['operation']?.includes(operation));
	return (collection?.options ?? []) as INodeProperties[];
}

it('has icons of its own, a codex file, and can be a tool', () => {
	const folder = join(__dirname, '../../../nodes/SyncMetrics');
	expect(['syncMetrics.svg', 'syncMetrics.dark.svg', 'SyncMetrics.node.json'].filter((file) => !existsSync(join(folder, file)))).toEqual([]);
	expect(description.usableAsTool).toBe(true);
});

it('lists options and choices from A to Z', () => {
	for (const operation of ['checkHealth', 'getPrometheusText', 'getReport', 'recommend', 'recordRun', 'renderDashboard']) {
		const names = optionsOf(operation).map(({ displayName }) => displayName);
		expect(names.length).toBeGreaterThan(2);
		expect(names).toEqual([...names].sort((a, b) => a.localeCompare(b, 'en')));
	}
	for (const property of everyParameter) {
		const names = choicesOf(property).map(({ name }) => name);
		expect([property.name, names]).toEqual([property.name, [...names].sort((a, b) => a.localeCompare(b, 'en'))]);
	}
});

it.each([
	['booleans start with Whether', everyParameter.filter(({ type }) => type === 'boolean').map((property) => property.description ?? ''), /^Whether /],
	['placeholders of text start with e.g.', everyParameter.filter(({ type }) => type === 'string').flatMap(({ placeholder }) => placeholder ?? ''), /^e\.g\. /],
	['single sentences end without a period', everyParameter.map((property) => property.description ?? '').filter((text) => text !== '' && !/\. /.test(text)), /[^.]$/],
	['names of parameters are in title case', everyParameter.map(({ displayName }) => displayName), /^[A-Z]/],
	['actions are sentences', (description.properties[0]?.options ?? []).map((option) => ('action' in option ? (option.action ?? '') : '')), /^[A-Z][a-z ]+$/],
])('%s', (_rule, texts, pattern) => {
	expect(texts.length).toBeGreaterThan(1);
	expect(texts.filter((text) => !pattern.test(text))).toEqual([]);
});

it('says what every parameter is for', () => {
	expect(everyParameter.filter((property) => property.description === undefined && !['operation', 'options'].includes(property.name)).map(({ name }) => name)).toEqual([]);
});

it('has the same defaults in the form as in the engine', () => {
	const defaultsOf = (operation: string): Record<string, unknown> => Object.fromEntries(optionsOf(operation).map(({ name, default: value }) => [name, value]));
	expect(readThresholds({})).toEqual(usualThresholds);
	expect(readThresholds(defaultsOf('checkHealth') as Parameters<typeof readThresholds>[0])).toEqual(usualThresholds);
	expect(defaultsOf('recommend')).toMatchObject({ maxBatchSize: usualLimits.maxBatchSize, minBatchSize: usualLimits.minBatchSize, maxIntervalMinutes: usualLimits.maxIntervalMs / 60_000, minIntervalMinutes: usualLimits.minIntervalMs / 60_000 });
});

it('shows its credentials by authentication alone, which can be none', () => {
	expect((description.credentials ?? []).map((credential) => Object.keys(credential.displayOptions?.show ?? {}))).toEqual([['@version'], ['authentication'], ['authentication']]);
	const authentication = description.properties.find(({ name }) => name === 'authentication');
	expect(authentication?.displayOptions).toBeUndefined();
	expect(authentication?.default).toBe('none');
});
