import type { CheckName, HealthCheck, Severity } from './types';

/** A check's parts in the order people read them. Without a threshold passed there is nothing to do. */
export function judged(name: CheckName, severity: Severity, told: { readonly finding: string; readonly whatToDo?: string | null; readonly value?: number | string | null; readonly threshold?: number | string | null }): HealthCheck {
	return { name, severity, finding: told.finding, whatToDo: told.whatToDo ?? null, value: told.value ?? null, threshold: told.threshold ?? null };
}

/** The severity of a value that is worse the larger it is. */
export function severityOf(value: number, warning: number, critical = Number.POSITIVE_INFINITY): Severity {
	if (value >= critical) return 'critical';
	return value >= warning ? 'warning' : 'ok';
}

/** '1 run', '2 runs'. */
export function countOf(number: number, noun: string): string {
	return `${number} ${noun}${number === 1 ? '' : 's'}`;
}
