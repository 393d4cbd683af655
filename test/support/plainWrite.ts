import type { TableWrite } from '../../src/postgres';

/** Insert or update by `id` into public.tasks, all or nothing, with nothing else asked for. */
export const plainWrite: Omit<TableWrite, 'records'> = {
	target: { schema: 'public', table: 'tasks' }, mode: 'insert_or_update', match: ['id'], columns: null, emptyTextIsNull: false, reading: { timeZone: 'UTC', isZoneStated: true, dayOrder: 'refuse', jsonText: 'parse', damagedText: 'refuse' }, unknownColumns: 'refuse', duplicates: 'refuse', existing: 'skip', badRows: 'stop',
	batches: { kind: 'one' }, checksumColumn: null, withoutUniqueIndex: 'refuse', images: null, statementTimeoutMs: null, dryRun: false,
	deleteGuard: { maxRows: 1000, maxPercent: 100, mayEmpty: false }, isStopped: () => false, nowMs: () => performance.now(),
};
