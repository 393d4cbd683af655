import type { PolicySpec } from '../../merge';
import type { Json, JsonObject } from '../../record';
import type { FieldMapping } from '../types';

/** What a preset fills in of a pair's configuration; the rest (name, project, direction, …) is the user's. */
export interface MappingPreset {
	readonly local: { readonly schema: string; readonly table: string; readonly key: readonly string[]; readonly editedAt: string };
	readonly fields: readonly FieldMapping[];
	readonly policies: readonly PolicySpec[];
	readonly noBasePolicies: readonly PolicySpec[];
	readonly deletePolicy: {
		readonly remote: { readonly effect: 'status'; readonly property: string; readonly value: Json };
		readonly local: { readonly effect: 'none' };
		readonly versusUpdate: 'edit_wins';
	};
	readonly writeBack: { readonly remoteId?: string; readonly status?: string; readonly lastSync?: string; readonly lastError?: string };
	readonly users: { readonly table?: { readonly schema: string; readonly table: string; readonly localColumn: string; readonly remoteColumn: string } };
	readonly insertDefaults: JsonObject;
}

/** The two tables of a value map: local -> remote and remote -> local. */
export interface ValueTables {
	readonly toRemote: JsonObject;
	readonly toLocal: JsonObject;
}

export interface FlrtsOptions {
	/** IANA name of the zone in which due times are turned into dates. Default 'America/New_York'. */
	readonly timeZone?: string;
	/** Key of a text custom field for `site_id`, e.g. 'customField7'. Default: sites are not carried. */
	readonly siteCustomField?: string | null;
	/**
	 * Whether `created_by_user_id` (older schema: `owner_id`) is written to responsible. The table owns the field then: what is
	 * set in OpenProject is put back, nobody included. Default false.
	 */
	readonly responsible?: boolean;
	/** In place of the preset's own tables, for a database with other words. */
	readonly status?: ValueTables;
	readonly priority?: ValueTables;
}

export interface FlrtsLegacyOptions extends FlrtsOptions {
	/** Type of `due_date`. Default 'date'. */
	readonly dueType?: 'date' | 'timestamptz';
}
