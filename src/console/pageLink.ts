/** Names of the pages, as they stand in addresses. */
export type PageName = 'dashboard' | 'conflicts' | 'record' | 'runs' | 'run' | 'plan' | 'health' | 'metrics' | 'progress';

/** Address of a page, relative to the console's own; empty values are left out. */
export function pageLink(page: PageName, query: Readonly<Record<string, string | number | null | undefined>> = {}): string {
	const parameters = new URLSearchParams({ page });
	for (const [name, value] of Object.entries(query)) if (value !== null && value !== undefined && value !== '') parameters.set(name, String(value));
	return `?${parameters.toString()}`;
}
