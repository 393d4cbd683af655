/** What a colour stands for. */
export type Colour = 'good' | 'notice' | 'bad' | 'first' | 'second' | 'quiet';

/** A page decides on the colours by these variables; without them those for a light page are used. */
const LIGHT: Readonly<Record<Colour, string>> = { good: '#2f9e63', notice: '#d68a00', bad: '#c9352b', first: '#336791', second: '#8a5fb0', quiet: '#8b949e' };
const DARK: Readonly<Record<Colour, string>> = { good: '#6fd3a0', notice: '#f2bd5c', bad: '#f08880', first: '#8fbfe6', second: '#c7a4e6', quiet: '#9aa4af' };

/** The colour as a value of CSS. */
export function colour(name: Colour): string {
	return `var(--batch-sync-${name}, ${LIGHT[name]})`;
}

function variables(colours: Readonly<Record<Colour, string>>): string {
	return Object.entries(colours).map(([name, value]) => `--batch-sync-${name}:${value}`).join(';');
}

/** CSS that gives the charts of a page their colours, light and dark as the reader's system says. */
export const chartStyles = `:root{color-scheme:light dark;${variables(LIGHT)}}@media (prefers-color-scheme:dark){:root{${variables(DARK)}}}`;
