import type { HealthCheck, HealthState } from './types';

/** The worst of the checks; what cannot be told makes nothing worse. */
export function stateOf(checks: readonly HealthCheck[]): HealthState {
	if (checks.some(({ severity }) => severity === 'critical')) return 'critical';
	return checks.some(({ severity }) => severity === 'warning') ? 'degraded' : 'healthy';
}

const WORDS: Readonly<Record<HealthState, string>> = { healthy: 'is healthy', degraded: 'is degraded', critical: 'is in a critical state' };

/** The state with the findings behind it, the worst first. */
export function messageOf(name: string, checks: readonly HealthCheck[]): string {
	const state = stateOf(checks);
	const wrong = [...checks.filter(({ severity }) => severity === 'critical'), ...checks.filter(({ severity }) => severity === 'warning')];
	return [`'${name}' ${WORDS[state]}.`, ...wrong.map(({ finding }) => finding)].join(' ');
}
