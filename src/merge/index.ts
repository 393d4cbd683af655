export * from './types';
export { mergeField } from './mergeField';
export { mergeRecord } from './mergeRecord';
export * from './records';
