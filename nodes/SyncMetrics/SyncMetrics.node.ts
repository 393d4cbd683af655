import { NodeConnectionTypes, type IExecuteFunctions, type INodeExecutionData, type INodeType, type INodeTypeDescription } from 'n8n-workflow';
import { openProjectCredentials, postgresCredentialBeside } from '../n8n/parameters/credentials';
import { description as checkHealthDescription } from './operations/checkHealth.operation';
import { description as getPrometheusTextDescription } from './operations/getPrometheusText.operation';
import { description as getReportDescription } from './operations/getReport.operation';
import { description as recommendDescription } from './operations/recommend.operation';
import { description as recordRunDescription } from './operations/recordRun.operation';
import { description as renderDashboardDescription } from './operations/renderDashboard.operation';
import { authentication } from './parameters/authentication';
import { route } from './router';

/** What syncs did and cost, whether they are well, and when to run next. */
export class SyncMetrics implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Sync Metrics',
		name: 'syncMetrics',
		icon: { light: 'file:syncMetrics.svg', dark: 'file:syncMetrics.dark.svg' },
		group: ['transform'],
		version: 1,
		subtitle: '={{ { checkHealth: "Check Health", getPrometheusText: "Get Prometheus Text", getReport: "Get Report", recommend: "Recommend", recordRun: "Record Run", renderDashboard: "Render Dashboard" }[$parameter["operation"]] + ($parameter["name"] ? ": " + $parameter["name"] : "") }}',
		description: 'See what syncs did and cost, whether they are well, and when to run next',
		defaults: { name: 'Sync Metrics' },
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		usableAsTool: true,
		credentials: [postgresCredentialBeside, ...openProjectCredentials],
		properties: [
			// All operations are about one thing, the runs of syncs: a resource to choose first would have a single entry.
			// eslint-disable-next-line @n8n/community-nodes/resource-operation-pattern
			{
				displayName: 'Operation',
				name: 'operation',
				type: 'options',
				noDataExpression: true,
				default: 'getReport',
				options: [
					{ name: 'Check Health', value: 'checkHealth', action: 'Check the health of syncs', description: 'Find what is wrong with a sync, and what to do about it' },
					{ name: 'Get Prometheus Text', value: 'getPrometheusText', action: 'Get metrics for prometheus', description: 'Get all metrics in the text format that Prometheus scrapes' },
					{ name: 'Get Report', value: 'getReport', action: 'Get a report on runs', description: 'Get runs, records, conflicts, failures and durations by hour, day or week' },
					{ name: 'Recommend', value: 'recommend', action: 'Recommend an interval and a batch size', description: 'Get the next interval and batch size that recent runs suggest, and why' },
					{ name: 'Record Run', value: 'recordRun', action: 'Record a run', description: 'Keep what a run of a workflow made of other nodes did and took' },
					{ name: 'Render Dashboard', value: 'renderDashboard', action: 'Render a dashboard', description: 'Make one page of HTML with charts, to send or to serve' },
				],
			},
			authentication,
			...checkHealthDescription,
			...getPrometheusTextDescription,
			...getReportDescription,
			...recommendDescription,
			...recordRunDescription,
			...renderDashboardDescription,
		],
	};

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return await route(this);
	}
}
