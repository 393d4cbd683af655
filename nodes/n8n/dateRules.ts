import { wordOf, type Values } from './values';

const CHOICES = ['keep', 'openproject'] as const;

/** Who decides about dates, as the options Scheduling and Non-Working Days say. */
export function dateRulesOf(options: Values): { readonly scheduling: (typeof CHOICES)[number]; readonly nonWorkingDays: (typeof CHOICES)[number] } {
	return { scheduling: wordOf(options['scheduling'], 'Scheduling', CHOICES, 'keep'), nonWorkingDays: wordOf(options['nonWorkingDays'], 'Non-Working Days', CHOICES, 'keep') };
}
