import type { INodeProperties } from 'n8n-workflow';

/** The same parameters, shown only where others have one of these values; what they already depend on stays. */
export function shownWhere(show: Readonly<Record<string, readonly string[]>>, properties: readonly INodeProperties[]): INodeProperties[] {
	const conditions = Object.fromEntries(Object.entries(show).map(([name, values]) => [name, [...values]]));
	return properties.map((property) => ({
		...property,
		displayOptions: { ...property.displayOptions, show: { ...property.displayOptions?.show, ...conditions } },
	}));
}
