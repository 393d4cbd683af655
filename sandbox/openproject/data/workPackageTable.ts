import { OrderedIndex } from './orderedIndex';
import type { WorkPackage } from './model';

const NO_CHILDREN: ReadonlySet<number> = new Set();

/** All work packages, found by id, by time of change, and by parent. */
export class WorkPackageTable {
	private readonly rows = new Map<number, WorkPackage>();
	private readonly childIds = new Map<number, Set<number>>();
	/** In order of id. */
	readonly byId = new OrderedIndex<WorkPackage>((a, b) => a.id - b.id);
	/** In order of (updatedAt, id). */
	readonly byUpdatedAt = new OrderedIndex<WorkPackage>((a, b) => a.updatedAt - b.updatedAt || a.id - b.id);

	get size(): number {
		return this.rows.size;
	}

	get(id: number): WorkPackage | undefined {
		return this.rows.get(id);
	}

	/** Inserts the row, or puts it in the stead of the one with its id. */
	save(row: WorkPackage): WorkPackage {
		const previous = this.rows.get(row.id);
		if (previous === undefined) this.byId.add(row);
		else {
			this.byId.replace(previous, row);
			this.byUpdatedAt.remove(previous);
			if (previous.parentId !== row.parentId) this.detach(previous);
		}
		this.byUpdatedAt.add(row);
		if (row.parentId !== null && previous?.parentId !== row.parentId) this.attach(row.parentId, row.id);
		this.rows.set(row.id, row);
		return row;
	}

	/** Removes the row alone; children are the caller's matter. */
	remove(row: WorkPackage): void {
		this.rows.delete(row.id);
		this.byId.remove(row);
		this.byUpdatedAt.remove(row);
		this.detach(row);
		this.childIds.delete(row.id);
	}

	/** Children in order of id. */
	childrenOf(id: number): readonly WorkPackage[] {
		return [...(this.childIds.get(id) ?? NO_CHILDREN)].sort((a, b) => a - b).map((child) => this.rows.get(child)!);
	}

	hasChildren(id: number): boolean {
		return this.childIds.has(id);
	}

	/** From the parent up to the root. */
	ancestorsOf(row: WorkPackage): readonly WorkPackage[] {
		const ancestors: WorkPackage[] = [];
		let next = row.parentId === null ? undefined : this.rows.get(row.parentId);
		while (next !== undefined) {
			ancestors.push(next);
			next = next.parentId === null ? undefined : this.rows.get(next.parentId);
		}
		return ancestors;
	}

	/** Every descendant, parents before their children. */
	descendantsOf(id: number): readonly WorkPackage[] {
		const found: WorkPackage[] = [];
		const open = [...this.childrenOf(id)];
		for (let row = open.shift(); row !== undefined; row = open.shift()) {
			found.push(row);
			open.push(...this.childrenOf(row.id));
		}
		return found;
	}

	private attach(parentId: number, id: number): void {
		const siblings = this.childIds.get(parentId);
		if (siblings === undefined) this.childIds.set(parentId, new Set([id]));
		else siblings.add(id);
	}

	private detach(row: WorkPackage): void {
		if (row.parentId === null) return;
		const siblings = this.childIds.get(row.parentId);
		siblings?.delete(row.id);
		if (siblings?.size === 0) this.childIds.delete(row.parentId);
	}
}
