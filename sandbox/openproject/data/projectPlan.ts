/** A version of a project: what work packages are planned for. */
export interface Version {
	readonly id: number;
	readonly name: string;
	readonly projectId: number;
	readonly status: 'open' | 'locked' | 'closed';
	/** 'none': this project alone; 'system': all projects. */
	readonly sharing: 'none' | 'system';
	readonly startDate: string | null;
	readonly endDate: string | null;
	readonly createdAt: number;
}

/** A category of a project. */
export interface Category {
	readonly id: number;
	readonly name: string;
	readonly projectId: number;
	readonly assigneeId: number | null;
}
