/** A sentence's first letter as a capital; the rest as it is. */
export function capital(text: string): string {
	return `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
}
