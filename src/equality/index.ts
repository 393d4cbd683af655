export * from './rules';
export { joinKey, keyPart } from './keyText';
export { own } from './own';
export { plainValue } from './plainValue';
export { compileEquality, type IsEqual } from './valueEquality';
