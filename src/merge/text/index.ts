export { mergeText } from './mergeText';
export type { HunkStatus, TextHunk, TextMerge, TextSettings } from './types';
export { wholeValue } from './wholeValue';
