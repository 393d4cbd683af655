/** Which change of status is allowed for which type: everything, less what is forbidden. */
export class Workflow {
	private readonly forbidden = new Set<string>();

	/** Forbids a transition for one type, or for all types where `typeId` is left out. */
	forbid(transition: { readonly from: number; readonly to: number; readonly typeId?: number }): void {
		this.forbidden.add(keyOf(transition));
	}

	/** Takes a prohibition back; the same arguments as it was made with. */
	allow(transition: { readonly from: number; readonly to: number; readonly typeId?: number }): void {
		this.forbidden.delete(keyOf(transition));
	}

	isAllowed(typeId: number, from: number, to: number): boolean {
		return !this.forbidden.has(keyOf({ from, to })) && !this.forbidden.has(keyOf({ from, to, typeId }));
	}
}

function keyOf(transition: { from: number; to: number; typeId?: number }): string {
	return `${transition.typeId ?? '*'}:${transition.from}:${transition.to}`;
}
