export * from './types';
export { applyOperations, composeOperations, deriveOperations, invertOperations, transformOperations } from './fieldOperations';
export { overruled } from './overruled';
export { readOperations } from './readOperations';
