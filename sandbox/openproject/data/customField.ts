export type CustomFieldFormat = 'string' | 'text' | 'link' | 'int' | 'float' | 'bool' | 'date' | 'list' | 'user' | 'version' | 'hierarchy';

/** An entry of a field of the kind hierarchy. */
export interface HierarchyItem {
	readonly id: number;
	/** Null: the root, which stands for the field itself. */
	readonly label: string | null;
	readonly short: string | null;
	/** Null: the root. */
	readonly parentId: number | null;
}

export interface CustomField {
	readonly id: number;
	readonly name: string;
	readonly format: CustomFieldFormat;
	/** Whether several values can be chosen; list, user, version and hierarchy only. */
	readonly isMulti: boolean;
	readonly isRequired: boolean;
	/** Characters; 0 is without limit. */
	readonly maxLength: number;
	readonly options: readonly { readonly id: number; readonly value: string }[];
	/** Items of a hierarchy, its root first and parents before their children. Default: none. */
	readonly items?: readonly HierarchyItem[];
	/** 'Used as a filter'. Default true. */
	readonly isFilter?: boolean;
	/** What a new work package gets where nothing was sent. Default: nothing. */
	readonly defaultValue?: CustomValue;
	/** Null: 'for all projects'; otherwise the projects it is enabled for. */
	readonly projectIds: readonly number[] | null;
	/** Null: enabled for all types. */
	readonly typeIds: readonly number[] | null;
}

/** Fields of the kinds list, user, version and hierarchy hold ids, in the order chosen; all others one value. */
export type CustomValue = string | number | boolean | readonly number[];

/** Whether the field's values are links rather than properties. */
export function isLinked({ format }: Pick<CustomField, 'format'>): boolean {
	return format === 'list' || format === 'user' || format === 'version' || format === 'hierarchy';
}

/** The name of the field in requests and answers. */
export function propertyOf({ id }: Pick<CustomField, 'id'>): string {
	return `customField${id}`;
}
