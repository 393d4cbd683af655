export * from './types';
export * from './remotePort';
export type { EnginePorts, GetRun, RunSync, SetUp } from './engine';
export { runSync } from './runSync';
export { setUp } from './setUp';
export { getRun } from './getRun';
export { defaultSettings } from './settings';
