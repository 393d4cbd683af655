import type { FieldMapping } from '../types';
import { FLRTS_RULES, MANUAL } from './rules';
import type { FlrtsOptions, MappingPreset } from './types';
import { FLRTS_PRIORITY, FLRTS_STATUS } from './vocabulary';

/** The FLRTS schema on Supabase (table public.tasks with task_title, due_at, parent_task_id). OpenProject owns nothing. */
export function flrtsPreset(options: FlrtsOptions = {}): MappingPreset {
	return {
		...FLRTS_RULES,
		local: { schema: 'public', table: 'tasks', key: ['id'], editedAt: 'updated_at' },
		fields: fieldsOf(options),
		writeBack: { remoteId: 'openproject_id', status: 'openproject_sync_status', lastSync: 'openproject_last_sync', lastError: 'openproject_error' },
		users: { table: { schema: 'public', table: 'openproject_user_mapping', localColumn: 'personnel_id', remoteColumn: 'openproject_user_id' } },
		insertDefaults: { task_id_display: 'OP-{remoteId}' },
	};
}

function fieldsOf(options: FlrtsOptions): readonly FieldMapping[] {
	const timeZone = options.timeZone ?? 'America/New_York';
	const site = options.siteCustomField ?? null;
	return [
		{ name: 'subject', local: ['task_title'], remote: ['subject'], lens: { kind: 'line', maxLength: 255 }, policies: MANUAL },
		{ name: 'description', local: ['task_description_detailed'], remote: ['description'], lens: { kind: 'text' }, policies: MANUAL },
		{ name: 'status', local: ['status'], remote: ['status'], lens: { kind: 'value_map', ...(options.status ?? FLRTS_STATUS) } },
		{ name: 'priority', local: ['priority'], remote: ['priority'], lens: { kind: 'value_map', ...(options.priority ?? FLRTS_PRIORITY) } },
		{ name: 'assignee', local: ['assigned_to_user_id'], remote: ['assignee'], lens: { kind: 'user' } },
		...(options.responsible === true ? [{ name: 'responsible', local: ['created_by_user_id'], remote: ['responsible'], lens: { kind: 'user' }, owner: 'local' } as const] : []),
		{ name: 'parent', local: ['parent_task_id'], remote: ['parent'], lens: { kind: 'reference' } },
		{ name: 'due', local: ['due_date', 'due_at'], remote: ['dueDate'], lens: { kind: 'due', dateColumn: 'due_date', timeColumn: 'due_at', timeZone } },
		...(site === null ? [] : [{ name: 'site', local: ['site_id'], remote: [site], lens: { kind: 'identity', as: 'id' } } as const]),
	];
}
