import type { Asides } from '../postgres/stores/asideStore';
import { namesOf } from './asideWords';
import type { RunContext } from './context';

/** Records that were seen and are not carried, by name: what keeps each, and what brings it back. People without a partner and vanished work packages are told of beside. */
export function asideRemarks({ task, undoes, unheeded, configuration }: Pick<RunContext, 'task' | 'undoes' | 'unheeded' | 'configuration'>, asides: Asides): readonly string[] {
	if (undoes !== null || task.kind === 'release') return [];
	const remarks: string[] = [];
	const { held, outside, one_way: oneWay } = asides;
	if (outside.count > 0) remarks.push(`Edited outside the pair's scope (row filter, project or type), so not carried until the record is inside again: ${namesOf(outside)}.`);
	if (held.count > 0) remarks.push(`On hold after an undo, so not carried until Release Links: ${namesOf(held)}.`);
	if (oneWay.count > 0) remarks.push(`Edited where the other side is not written (Direction is ${configuration.direction === 'to_remote' ? 'To OpenProject' : 'To PostgreSQL'}), so not carried: ${namesOf(oneWay)}.`);
	const { local, remote } = unheeded.editedAfterDelete;
	if (local.count > 0) remarks.push(`Edited since their work packages were deleted, and not carried, since deletions win in this pair: ${listed(local, 'row')}.`);
	if (remote.count > 0) remarks.push(`Edited since their rows were deleted, and not carried, since deletions win in this pair: ${listed(remote, 'work package')}.`);
	return remarks;
}

function listed({ count, named }: { readonly count: number; readonly named: readonly string[] }, noun: string): string {
	const names = named.map((name) => `${noun} ${name}`).join(', ');
	return count > named.length ? `${names} and ${count - named.length} more` : names;
}
