import type { FieldMapping, LensSpec } from '../types';
import { FLRTS_RULES, MANUAL } from './rules';
import type { FlrtsLegacyOptions, MappingPreset } from './types';
import { LEGACY_PRIORITY, LEGACY_STATUS } from './vocabulary';

/**
 * The older FLRTS schema (table tasks with title, owner_id, assignee_id, a numeric priority, no subtasks). It has no table of
 * people, so the user map is to be given as entries.
 */
export function flrtsLegacyPreset(options: FlrtsLegacyOptions = {}): MappingPreset {
	return {
		...FLRTS_RULES,
		local: { schema: 'public', table: 'tasks', key: ['id'], editedAt: 'updated_at' },
		fields: fieldsOf(options),
		writeBack: { remoteId: 'openproject_id', lastSync: 'synced_at' },
		users: {},
		insertDefaults: {},
	};
}

function fieldsOf(options: FlrtsLegacyOptions): readonly FieldMapping[] {
	const site = options.siteCustomField ?? null;
	const due: LensSpec = options.dueType === 'timestamptz' ? { kind: 'instant_date', timeZone: options.timeZone ?? 'America/New_York' } : { kind: 'date' };
	return [
		{ name: 'subject', local: ['title'], remote: ['subject'], lens: { kind: 'line', maxLength: 255 }, policies: MANUAL },
		{ name: 'description', local: ['description'], remote: ['description'], lens: { kind: 'text' }, policies: MANUAL },
		{ name: 'status', local: ['status'], remote: ['status'], lens: { kind: 'value_map', ...(options.status ?? LEGACY_STATUS) } },
		{ name: 'priority', local: ['priority'], remote: ['priority'], lens: { kind: 'value_map', ...(options.priority ?? LEGACY_PRIORITY) } },
		{ name: 'assignee', local: ['assignee_id'], remote: ['assignee'], lens: { kind: 'user' } },
		...(options.responsible === true ? [{ name: 'responsible', local: ['owner_id'], remote: ['responsible'], lens: { kind: 'user' }, owner: 'local' } as const] : []),
		{ name: 'due', local: ['due_date'], remote: ['dueDate'], lens: due },
		...(site === null ? [] : [{ name: 'site', local: ['site_id'], remote: [site], lens: { kind: 'identity', as: 'id' } } as const]),
	];
}
