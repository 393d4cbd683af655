import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';
import { collectionOf } from '../../n8n/parameters/collection';

/** Kinds by the name people see; values as the engine knows them (ConflictKind). */
const kindOptions: INodePropertyOptions[] = [
	{ name: 'Changed on Both Sides', value: 'both_changed', description: 'Both sides changed the field since they last agreed' },
	{ name: 'Circle of Parents', value: 'cycle', description: 'Both sides moved records so that they would be each other’s parent' },
	{ name: 'Deleted and Edited', value: 'delete_versus_update', description: 'One side deleted the record, the other edited it' },
	{ name: 'Deletion Would Cascade', value: 'delete_would_cascade', description: 'Deleting the work package would delete others below it' },
	{ name: 'Edited Since Undone Run', value: 'edited_since', description: 'A run is undone, and somebody edited since what it had written' },
	{ name: 'Goes Back and Forth', value: 'unstable', description: 'A rule or trigger changes what was written' },
	{ name: 'Never Agreed On', value: 'no_base', description: 'The sides differ, and nothing tells what they last agreed on' },
];

const statusOptions: INodePropertyOptions[] = [
	{ name: 'Pending Review', value: 'pending_review' },
	{ name: 'Resolved', value: 'resolved' },
	{ name: 'Superseded', value: 'superseded' },
];

const openFilters: readonly INodeProperties[] = [
	{ displayName: 'Fields', name: 'fields', type: 'string', default: '', placeholder: 'e.g. status, due', description: 'Only these fields or groups, separated by commas; * is the whole record' },
	{ displayName: 'Kinds', name: 'kinds', type: 'multiOptions', default: [], options: kindOptions, description: 'Only conflicts of these kinds' },
	{ displayName: 'Newer Than (Hours)', name: 'newerThanHours', type: 'number', typeOptions: { minValue: 0, numberPrecision: 2 }, default: 24, description: 'Only conflicts raised within this time' },
	{ displayName: 'Older Than (Hours)', name: 'olderThanHours', type: 'number', typeOptions: { minValue: 0, numberPrecision: 2 }, default: 24, description: 'Only conflicts raised longer ago than this' },
	{ displayName: 'Record', name: 'record', type: 'string', default: '', placeholder: 'e.g. 1528', description: 'Only conflicts of this record: a work package ID or row key; a key of several columns as JSON array' },
];

const settledFilters: readonly INodeProperties[] = [
	{ displayName: 'Resolved By', name: 'resolvedBy', type: 'string', default: '', placeholder: 'e.g. Ada Lovelace', description: 'Only what this person decided, or a policy: policy:newest_wins' },
	{ displayName: 'Statuses', name: 'statuses', type: 'multiOptions', default: ['pending_review'], options: statusOptions, description: 'Only conflicts with these statuses. Without this filter: Pending Review.' },
];

const filtersOf = (filters: readonly INodeProperties[]): INodeProperties => collectionOf({ displayName: 'Filters', name: 'filters', placeholder: 'Add Filter' }, filters);

/** Conditions on conflicts, which all hold together. */
export const filters = filtersOf([...openFilters, ...settledFilters]);

/** The same for operations on open conflicts. */
export const filtersOfOpen = filtersOf(openFilters);
