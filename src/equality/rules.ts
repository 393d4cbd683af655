/** When two values count as equal although they are not the same. */
export interface CompareRules {
	/** `apart`: null and missing differ. `null_missing`: they do not. `all`: nor does empty text. */
	readonly empty: 'apart' | 'null_missing' | 'all';
	/** Whether text that reads as a decimal number is that number. */
	readonly numberText: boolean;
	readonly ignoreCase: boolean;
	/** `ends`: space around text does not count. `runs`: nor does how much of it is between words. */
	readonly whiteSpace: 'keep' | 'ends' | 'runs';
	/** Whether texts that stand for the same point in time are equal; to the millisecond, which is all that JavaScript's dates hold. */
	readonly instants: boolean;
	/** IANA name of the zone of times that name none, for `instants`. Default UTC. */
	readonly timeZone?: string;
	/** Whether the order of arrays does not count. */
	readonly ignoreArrayOrder: boolean;
}

/** When two keys are the same. */
export interface KeyRules {
	/** Whether the number 42 and the text '42' are two keys. */
	readonly tellTypesApart: boolean;
	readonly ignoreCase: boolean;
	/** Whether white space around a key does not count. */
	readonly trim: boolean;
}

/** Values are equal where they are the same. */
export const STRICT_RULES: CompareRules = { empty: 'apart', numberText: false, ignoreCase: false, whiteSpace: 'keep', instants: false, ignoreArrayOrder: false };

/** A number and the text of that number are one key: systems differ in how they give ids. */
export const PLAIN_KEYS: KeyRules = { tellTypesApart: false, ignoreCase: false, trim: false };
