import type { CustomValue, WorkPackage } from './data/model';
import type { Instance } from './instance';
import { storedText } from './rules/parseProperties';
import type { Changes, WritableValues } from './rules/values';

type DirectName = 'assigneeId' | 'responsibleId' | 'parentId' | 'startDate' | 'dueDate' | 'estimatedHours' | 'remainingHours' | 'percentageDone' | 'scheduleManually' | 'ignoreNonWorkingDays';

/** Values as scripts write them: names instead of ids where people use names. */
export type ScriptValues = Partial<Pick<WorkPackage, 'subject' | 'description' | DirectName>> & {
	/** Id or identifier. */
	readonly project?: string | number;
	readonly type?: string;
	readonly status?: string;
	readonly priority?: string;
	/** By name of the field; null empties it. */
	readonly customFields?: Readonly<Record<string, CustomValue | null>>;
};

/** The changes a script asks for. Throws where a name is unknown. */
export function changesFromScript({ database, behaviour }: Instance, script: ScriptValues): Changes {
	const { project, type, status, priority, customFields = {}, ...rest } = script;
	const direct: typeof rest = Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== undefined));
	const texts = Object.fromEntries((['subject', 'description'] as const).filter((name) => direct[name] !== undefined).map((name) => [name, storedText(direct[name]!, behaviour)]));
	const values: Partial<WritableValues> = {
		...direct,
		...texts,
		...(project === undefined ? {} : { projectId: projectIdOf([...database.projects.values()], project) }),
		...(type === undefined ? {} : { typeId: idByName(database.types, 'type', type) }),
		...(status === undefined ? {} : { statusId: idByName(database.statuses, 'status', status) }),
		...(priority === undefined ? {} : { priorityId: idByName(database.priorities, 'priority', priority) }),
	};
	const customValues = new Map(Object.entries(customFields).map(([name, value]) => [idByName(database.customFields, 'custom field', name), value === '' ? null : value]));
	return { values, customValues };
}

/** The id of the entry with this name; throws with the names there are. */
export function idByName(table: ReadonlyMap<number, { readonly id: number; readonly name: string }>, kind: string, name: string): number {
	const found = [...table.values()].find((entry) => entry.name === name);
	if (found === undefined) throw new Error(`There is no ${kind} '${name}'. There are: ${[...table.values()].map((entry) => entry.name).join(', ')}.`);
	return found.id;
}

/** The id of a project by id or identifier; throws with the identifiers there are. */
export function projectIdOf(projects: readonly { readonly id: number; readonly identifier: string }[], project: string | number): number {
	const found = projects.find(({ id, identifier }) => id === project || identifier === project);
	if (found === undefined) throw new Error(`There is no project '${project}'. There are: ${projects.map(({ identifier }) => identifier).join(', ')}.`);
	return found.id;
}
