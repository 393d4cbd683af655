export { OUTCOMES, type GivenRecord, type Outcome, type RowFailure, type TableWrite, type TableWriteResult, type WriteCounts, type WriteMode } from './types';
export { RowRefusedError } from './RowRefusedError';
export { undoTableWrite, type UndoResult } from './undoTableWrite';
export { writeTable } from './writeTable';
export type { ValueReading } from './values/reading';
