import { BatchSyncError } from '../errors';
import { own } from './own';
import { plainValue } from './plainValue';
import { compileScalarForm, MISSING, type ScalarForm } from './scalarForm';
import type { CompareRules } from './rules';

/** Whether two values count as equal; undefined is what is missing. */
export type IsEqual = (left: unknown, right: unknown) => boolean;

/** Deeper values than this cannot be compared. */
const DEEPEST = 1000;

interface Compiled {
	readonly formOf: ScalarForm;
	readonly ignoreArrayOrder: boolean;
	/** Whether different values of one primitive type are different whatever they are. */
	readonly isStrict: boolean;
}

/**
 * Compiles the rules into one comparison of values of any shape. The order of keys never counts. Throws a
 * BatchSyncError with code `TOO_DEEP` for values nested deeper than 1,000 levels.
 */
export function compileEquality(rules: CompareRules): IsEqual {
	const isStrict = rules.empty === 'apart' && !rules.numberText && !rules.ignoreCase && rules.whiteSpace === 'keep' && !rules.instants;
	const compiled: Compiled = { formOf: compileScalarForm(rules), ignoreArrayOrder: rules.ignoreArrayOrder, isStrict };
	return (left, right) => left === right || isEqual(left, right, compiled, 0);
}

function isEqual(left: unknown, right: unknown, rules: Compiled, depth: number): boolean {
	const a = plainValue(left);
	const b = plainValue(right);
	if (a === b) return true;
	const isContainerA = typeof a === 'object' && a !== null;
	const isContainerB = typeof b === 'object' && b !== null;
	if (isContainerA !== isContainerB) return false;
	if (!isContainerA) return !(rules.isStrict && typeof a === typeof b) && rules.formOf(a) === rules.formOf(b);
	refuseDeeper(depth);
	if (Array.isArray(a) !== Array.isArray(b)) return false;
	return Array.isArray(a) ? areEqualArrays(a, b as readonly unknown[], rules, depth) : areEqualObjects(a as object, b as object, rules, depth);
}

function areEqualObjects(a: object, b: object, rules: Compiled, depth: number): boolean {
	const ofA = a as Readonly<Record<string, unknown>>;
	const ofB = b as Readonly<Record<string, unknown>>;
	for (const name of Object.keys(a)) {
		const value = own(b, name);
		if (ofA[name] !== value && !isEqual(ofA[name], value, rules, depth + 1)) return false;
	}
	for (const name of Object.keys(b)) {
		if (!Object.hasOwn(a, name) && !isEqual(undefined, ofB[name], rules, depth + 1)) return false;
	}
	return true;
}

function areEqualArrays(a: readonly unknown[], b: readonly unknown[], rules: Compiled, depth: number): boolean {
	if (a.length !== b.length) return false;
	let position = 0;
	while (position < a.length && (a[position] === b[position] || isEqual(a[position], b[position], rules, depth + 1))) position += 1;
	if (position === a.length) return true;
	return rules.ignoreArrayOrder && formOf(a, rules, depth) === formOf(b, rules, depth);
}

/** One text per value, equal for values that count as equal. Dear, so only for arrays whose order does not count. */
function formOf(value: unknown, rules: Compiled, depth: number): string {
	const plain = plainValue(value);
	if (typeof plain !== 'object' || plain === null) return JSON.stringify(rules.formOf(plain));
	refuseDeeper(depth);
	if (Array.isArray(plain)) return `[${plain.map((element) => formOf(element, rules, depth + 1)).sort().join(',')}]`;
	const members: string[] = [];
	for (const name of Object.keys(plain).sort()) {
		const form = formOf((plain as Readonly<Record<string, unknown>>)[name], rules, depth + 1);
		if (form !== MISSING_FORM) members.push(`${JSON.stringify(name)}:${form}`);
	}
	return `{${members.join(',')}}`;
}

const MISSING_FORM = JSON.stringify(MISSING);

function refuseDeeper(depth: number): void {
	if (depth < DEEPEST) return;
	throw new BatchSyncError('TOO_DEEP', `A value is nested deeper than ${DEEPEST} levels, and such values cannot be compared. Leave its field out under Compare.`);
}
