export * from './types';
export { mergeRecordSides } from './mergeRecordSides';
export { matchRecords } from './matchRecords';
export type { MatchProblem, RecordGroup, RecordMatch, RecordSource } from './matchRecords';
export { refuseCycles } from './refuseCycles';
export type { TreeFields } from './refuseCycles';
