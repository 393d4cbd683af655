import type { FieldMapping } from '../../src/mapping';
import type { RunResult } from '../../src/run';
import { createSyncWorld } from '../support/syncWorld';
import type { SyncWorld } from '../support/syncWorld';
import { withoutGuards } from './fieldTasks';

export const titleField: FieldMapping = { name: 'title', local: ['title'], remote: ['subject'], lens: { kind: 'line', maxLength: 255 } };
export const noteField: FieldMapping = { name: 'note', local: ['note'], remote: ['description'], lens: { kind: 'text' } };
export const dueField: FieldMapping = { name: 'due', local: ['due'], remote: ['dueDate'], lens: { kind: 'date' } };

/** A sync of a table of the test's own, made by this SQL and called 'tasks', in a database made with these options. */
export async function createTableWorld(ddl: string, more: { readonly fields?: readonly FieldMapping[]; readonly database?: string; readonly key?: readonly string[] } = {}): Promise<SyncWorld> {
	const world = await createSyncWorld({ tables: ddl, ...(more.database === undefined ? {} : { database: more.database }) });
	const { key: _key, editedAt: _editedAt, ...local } = world.configuration.local;
	world.configuration = { ...world.configuration, name: 'own', local: { ...local, ...(more.key === undefined ? {} : { key: more.key }) }, fields: more.fields ?? [titleField], policies: [], writeBack: {}, insertDefaults: {}, users: {} };
	world.settings = { ...world.settings, guards: withoutGuards, overlapMs: 0 };
	return world;
}

/** What a person sees of a run's failures. */
export function failuresOf(result: RunResult): ReadonlyArray<{ readonly localKey: string | null; readonly fields: readonly string[]; readonly code: string; readonly message: string }> {
	return result.failures.map(({ localKey, fields, code, message }) => ({ localKey, fields, code, message }));
}

/** Renames the work package with this subject. */
export function rename(world: SyncWorld, subject: string, to: string): void {
	edit(world, subject, { subject: to });
}

export function edit(world: SyncWorld, subject: string, change: Parameters<SyncWorld['server']['store']['update']>[1]): void {
	const found = world.server.store.list().find((one) => one.subject === subject);
	if (found === undefined) throw new Error(`No work package is called '${subject}'.`);
	world.server.store.update(found.id, change);
}

/** Failures are tried again as if a day had gone by. */
export async function letPausesEnd(world: SyncWorld): Promise<void> {
	await world.sql(`update batch_sync.link set next_attempt_at = now() - interval '1 second',
		field_failures = (select jsonb_object_agg(key, value || '{"nextAttemptAt":"2020-01-01T00:00:00.000Z"}') from jsonb_each(field_failures)) where field_failures is not null or last_failure is not null`);
}
