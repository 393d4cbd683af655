export { allMigrations } from './allMigrations';
export { checkSchemaVersion } from './checkSchemaVersion';
export { migrate, type Migrated } from './migrate';
export type { Migration } from './types';
