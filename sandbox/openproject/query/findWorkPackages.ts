import type { Access } from '../data/access';
import type { WorkPackage } from '../data/model';
import type { Instance } from '../instance';
import type { CompiledFilter, FilterContext } from './filterKinds';
import type { FilterSpec } from './filterSpec';
import { comparatorOf, withTieBreak, type SortCriterion } from './sorting';
import { canonicalName, compileFilter, validValues } from './workPackageFilters';

export interface WorkPackageQuery {
	readonly filters: readonly FilterSpec[];
	/** The project that is asked, with those below it; null: all that are visible. */
	readonly project: { readonly id: number; readonly includedIds: ReadonlySet<number> } | null;
	readonly sortBy: readonly SortCriterion[];
	/** Drop values that do not exist instead of refusing the query; a filter without values left vanishes. */
	readonly isValidSubset: boolean;
}

/** All visible work packages the filters let through, in order. Reads along an index; sorts only where no index fits. */
export function findWorkPackages(instance: Instance, access: Access, query: WorkPackageQuery): readonly WorkPackage[] {
	const compiled = compileAll(query, { instance, access, projectId: query.project?.id ?? null });
	const criteria = withTieBreak(query.sortBy);
	const isInScope = scopeOf(instance, access, query.project?.includedIds ?? null);
	const matches = (row: WorkPackage): boolean => isInScope(row) && compiled.every((filter) => filter.matches(row));
	const { rows, orderedBy } = candidates(instance, compiled, criteria);
	const found = rows.filter(matches);
	const [first, second] = criteria;
	const isInOrder = first!.column === orderedBy && (orderedBy === 'id' || (second?.column === 'id' && second.isDescending === first!.isDescending));
	if (!isInOrder) return found.sort(comparatorOf(criteria, instance));
	return first!.isDescending ? found.reverse() : found;
}

function compileAll(query: WorkPackageQuery, context: FilterContext): readonly CompiledFilter[] {
	const filters = lastOfEach(query.filters);
	if (!query.isValidSubset) return filters.map((spec) => compileFilter(spec, context));
	return filters
		.map((spec) => ({ ...spec, hadValues: spec.values.length > 0, values: validValues(spec, context) }))
		.filter((spec) => spec.values.length > 0 || !spec.hadValues)
		.map((spec) => compileFilter(spec, context));
}

/** A filter that is named twice counts once: the last one. Seen on 15.4.0, 29 November 2026. */
function lastOfEach(filters: readonly FilterSpec[]): readonly FilterSpec[] {
	return [...new Map(filters.map((spec) => [canonicalName(spec.name), spec])).values()];
}

interface Candidates {
	readonly rows: readonly WorkPackage[];
	readonly orderedBy: 'id' | 'updated_at';
}

function candidates({ database }: Instance, compiled: readonly CompiledFilter[], criteria: readonly SortCriterion[]): Candidates {
	const { byId, byUpdatedAt } = database.workPackages;
	const ranges = compiled.flatMap((filter) => filter.updatedAt ?? []);
	if (ranges.length === 0 && criteria[0]!.column !== 'updated_at') return { rows: byId.rows, orderedBy: 'id' };
	const from = Math.max(-Infinity, ...ranges.map((range) => range.from));
	const to = Math.min(Infinity, ...ranges.map((range) => range.to));
	const rows = byUpdatedAt.rows.slice(byUpdatedAt.firstNot((row) => row.updatedAt < from), byUpdatedAt.firstNot((row) => row.updatedAt <= to));
	return { rows, orderedBy: 'updated_at' };
}

function scopeOf({ database }: Instance, access: Access, projectIds: ReadonlySet<number> | null): (row: WorkPackage) => boolean {
	const visible = new Set([...database.projects.keys()].filter((id) => (projectIds === null || projectIds.has(id)) && access.may('view_work_packages', id)));
	return (row) => visible.has(row.projectId) && !database.hidden.has(row.id);
}
