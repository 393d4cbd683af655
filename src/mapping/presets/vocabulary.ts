import type { JsonObject } from '../../record';
import type { ValueTables } from './types';

/** OpenProject's statuses in FLRTS words. Eleven stages of work fold into two. */
const STATUS_TO_LOCAL: JsonObject = {
	'New': 'To Do',
	'In specification': 'To Do',
	'Specified': 'To Do',
	'Confirmed': 'To Do',
	'To be scheduled': 'To Do',
	'Scheduled': 'To Do',
	'On hold': 'To Do',
	'In progress': 'In Progress',
	'Developed': 'In Progress',
	'In testing': 'In Progress',
	'Tested': 'In Progress',
	'Test failed': 'In Progress',
	'Closed': 'Done',
	'Rejected': 'Cancelled',
};

/** FLRTS statuses (an enum) and OpenProject's. Done and Archived are both Closed. */
export const FLRTS_STATUS: ValueTables = {
	toRemote: {
		'To Do': 'New',
		'In Progress': 'In progress',
		'Done': 'Closed',
		'Cancelled': 'Rejected',
		'Archived': 'Closed',
	},
	toLocal: STATUS_TO_LOCAL,
};

/** FLRTS priorities (unchecked text, two spellings in use) and OpenProject's. */
export const FLRTS_PRIORITY: ValueTables = {
	toRemote: {
		'Low': 'Low',
		'Medium': 'Normal',
		'High': 'High',
		'Immediate': 'Immediate',
		'low': 'Low',
		'normal': 'Normal',
		'high': 'High',
		'immediate': 'Immediate',
	},
	toLocal: { 'Low': 'Low', 'Normal': 'Medium', 'High': 'High', 'Immediate': 'Immediate' },
};

/** The older schema leaves status as free text: spellings seen beside the later enum's. New rows get the enum's words. */
export const LEGACY_STATUS: ValueTables = {
	toRemote: {
		...FLRTS_STATUS.toRemote,
		'todo': 'New',
		'open': 'New',
		'new': 'New',
		'pending': 'New',
		'in_progress': 'In progress',
		'completed': 'Closed',
		'closed': 'Closed',
		'canceled': 'Rejected',
	},
	toLocal: STATUS_TO_LOCAL,
};

/**
 * The older schema's priority is an integer with default 3. Read as 1 most urgent to 4 least, so that the default is Normal;
 * any other number is reported, not guessed.
 */
export const LEGACY_PRIORITY: ValueTables = {
	toRemote: { '1': 'Immediate', '2': 'High', '3': 'Normal', '4': 'Low' },
	toLocal: { 'Immediate': 1, 'High': 2, 'Normal': 3, 'Low': 4 },
};
