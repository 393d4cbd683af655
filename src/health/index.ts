export { checkHealth, pairNames } from './checkHealth';
export { usualThresholds } from './thresholds';
export type { CheckName, Divergence, HealthCheck, HealthPorts, HealthQuery, HealthRemote, HealthReport, HealthState, HealthThresholds, Severity } from './types';
