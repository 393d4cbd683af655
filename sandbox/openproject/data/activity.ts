/** A value that changed, as people read it; '' is empty. */
export interface Change {
	readonly key: string;
	readonly title: string;
	readonly from: string;
	readonly to: string;
}

export interface Activity {
	readonly id: number;
	readonly workPackageId: number;
	readonly version: number;
	readonly userId: number;
	readonly comment: string;
	/** What else brought it about, as people read it; null: the user themselves. */
	readonly cause: string | null;
	readonly changes: readonly Change[];
	/** When it began; later edits may have joined it. */
	readonly createdAt: number;
	readonly updatedAt: number;
}
