export * from './types';
export * from './remotePort';
export type { CancelRun, EnginePorts, GetRun, RunSync, SetUp } from './engine';
export { runSync } from './runSync';
export { setUp } from './setUp';
export { getRun } from './getRun';
export { cancelRun } from './cancelRun';
export { progressWords } from './runMessage';
export { defaultSettings } from './settings';
