import type { INodeProperties } from 'n8n-workflow';

/** The node's operations, by internal name. */
export type OperationName = 'applyPlan' | 'cancelRun' | 'getRun' | 'previewPlan' | 'releaseLinks' | 'resync' | 'runSync' | 'setUp' | 'undoRun';

/** The same parameters, shown for one operation only; what they already depend on stays. */
export function shownFor(operation: OperationName, properties: readonly INodeProperties[]): INodeProperties[] {
	return properties.map((property) => ({
		...property,
		displayOptions: { ...property.displayOptions, show: { ...property.displayOptions?.show, operation: [operation] } },
	}));
}

/** Options from A to Z by the name people see, as n8n lists them. */
export function fromAToZ(properties: readonly INodeProperties[]): INodeProperties[] {
	return [...properties].sort((a, b) => a.displayName.localeCompare(b.displayName, 'en'));
}
