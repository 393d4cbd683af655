import type { CustomField, WorkPackageType } from './data/model';
import type { Database } from './data/database';
import { idByName } from './scriptValues';

/** What an administrator sets up meanwhile: custom fields, types, statuses, the workflow; and what time brings. */
export class ScriptedAdministration {
	constructor(private readonly database: Database) {}

	/** Lets the five minutes pass in which edits of one user join: the next one is an activity of its own. */
	closeActivities(): void {
		this.database.closeActivities();
	}

	/** Adds a custom field, or changes the one with this id. */
	setCustomField(field: Pick<CustomField, 'id' | 'name' | 'format'> & Partial<CustomField>): void {
		const { customFields } = this.database;
		const defaults = { isMulti: false, isRequired: false, maxLength: 0, options: [], projectIds: null, typeIds: null };
		customFields.set(field.id, { ...defaults, ...customFields.get(field.id), ...field });
	}

	/** Takes a custom field away; its values are no longer shown. */
	removeCustomField(id: number): void {
		this.database.customFields.delete(id);
	}

	/** Makes a status read-only, or no longer so. */
	setStatusReadonly(name: string, isReadonly: boolean): void {
		const { statuses } = this.database;
		const status = statuses.get(idByName(statuses, 'status', name))!;
		statuses.set(status.id, { ...status, isReadonly });
	}

	/** Makes a priority available, or no longer so. */
	setPriorityActive(name: string, isActive: boolean): void {
		const { priorities } = this.database;
		const priority = priorities.get(idByName(priorities, 'priority', name))!;
		priorities.set(priority.id, { ...priority, isActive });
	}

	/** Forbids a change of status, for one type or for all. */
	forbidTransition(transition: { readonly from: string; readonly to: string; readonly type?: string }): void {
		this.database.workflow.forbid(this.transitionIds(transition));
	}

	/** Allows a change of status that was forbidden in the same words. */
	allowTransition(transition: { readonly from: string; readonly to: string; readonly type?: string }): void {
		this.database.workflow.allow(this.transitionIds(transition));
	}

	/** Changes a type: its template, how its subjects are generated, … */
	setType(type: Pick<WorkPackageType, 'name'> & Partial<WorkPackageType>): void {
		const { types } = this.database;
		const known = types.get(idByName(types, 'type', type.name))!;
		types.set(known.id, { ...known, ...type, id: known.id });
	}

	private transitionIds({ from, to, type }: { readonly from: string; readonly to: string; readonly type?: string }): { from: number; to: number; typeId?: number } {
		const { statuses, types } = this.database;
		const ids = { from: idByName(statuses, 'status', from), to: idByName(statuses, 'status', to) };
		return type === undefined ? ids : { ...ids, typeId: idByName(types, 'type', type) };
	}
}
