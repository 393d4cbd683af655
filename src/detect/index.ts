export * from './types';
export type { CompareRules, KeyRules } from '../equality';
export { detectByVersion, type VersionInput } from './detectByVersion';
export { detectConflicts, type DetectInput } from './detectConflicts';
export { compileContentChecksum } from './contentChecksum';
export { fieldReader, type ReadField } from './fieldReader';
export type { VersionFields } from './versionFields';
