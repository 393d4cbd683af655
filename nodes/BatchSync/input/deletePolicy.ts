import type { DeletePolicy } from '../../../src/run';
import { requiredText, valuesOf, wordOf, type Values } from '../../n8n/values';

const EFFECTS = ['delete', 'none', 'status'] as const;
const VERSUS_UPDATE = ['delete_wins', 'edit_wins', 'manual'] as const;

/** What becomes of the partner of a deleted record; defaults: the status Rejected there, a report here, the edit wins. */
export function deletePolicyOf(options: Values): DeletePolicy {
	return {
		remote: remoteEffect(valuesOf(valuesOf(options['remoteDelete'])['effect'])),
		local: localEffect(valuesOf(valuesOf(options['localDelete'])['effect'])),
		versusUpdate: wordOf(options['versusUpdate'], 'Deleted Here, Edited There', VERSUS_UPDATE, 'edit_wins'),
	};
}

function remoteEffect(values: Values): DeletePolicy['remote'] {
	const label = 'When a Row Is Deleted';
	const effect = wordOf(values['effect'], `${label}: Effect`, EFFECTS, 'status');
	if (effect !== 'status') return { effect };
	return {
		effect,
		property: requiredText(values['property'] ?? 'status', `${label}: Property`, 'Name the property to set.'),
		value: requiredText(values['value'] ?? 'Rejected', `${label}: Value`, 'Give the value to set, e.g. Rejected.'),
	};
}

function localEffect(values: Values): DeletePolicy['local'] {
	const label = 'When a Work Package Is Deleted';
	const effect = wordOf(values['effect'], `${label}: Effect`, EFFECTS, 'none');
	if (effect !== 'status') return { effect };
	return {
		effect,
		column: requiredText(values['column'], `${label}: Column`, 'Name the column to set.'),
		value: requiredText(values['value'], `${label}: Value`, 'Give the value to set, e.g. Cancelled.'),
	};
}
