import type { INodeProperties } from 'n8n-workflow';

/** How requests to OpenProject are sent; read by `requestSettingsOf`. */
export const notify: INodeProperties = { displayName: 'Notify OpenProject Users', name: 'notify', type: 'boolean', default: false, description: 'Whether OpenProject notifies people about what is written' };

export const requestTimeout: INodeProperties = { displayName: 'Request Timeout (Seconds)', name: 'requestSeconds', type: 'number', typeOptions: { minValue: 5, maxValue: 600 }, default: 60, description: 'Hard limit of one request to OpenProject' };

export const tries: INodeProperties = { displayName: 'Tries per Request', name: 'tries', type: 'number', typeOptions: { minValue: 1, maxValue: 10 }, default: 5, description: 'How often a request that failed for a passing reason is sent, with growing pauses' };
