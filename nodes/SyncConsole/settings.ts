import type { IWebhookFunctions } from 'n8n-workflow';
import { packageSchemaOf } from '../n8n/packageSchema';
import { booleanOf, numberOf, textOf, textsOf, valuesOf, wordOf } from '../n8n/values';
import type { Authentication } from './authenticate/authenticate';

/** The node's parameters, read. */
export interface ConsoleSettings {
	readonly authentication: Authentication;
	readonly allowsAnybody: boolean;
	readonly userHeader: string;
	readonly schema: string;
	/** Pairs that may be shown; empty: all. */
	readonly pairs: readonly string[];
	readonly title: string;
	readonly isReadOnly: boolean;
	/** Time since the last good run from which health is degraded, and critical. */
	readonly degradedAfterMs: number;
	readonly criticalAfterMs: number;
}

const MINUTE_MS = 60_000;
const AUTHENTICATIONS: readonly Authentication[] = ['basicAuth', 'headerAuth', 'jwtAuth', 'none'];

/** Reads the node's parameters. */
export function readSettings(context: IWebhookFunctions): ConsoleSettings {
	const options = valuesOf(context.getNodeParameter('options', {}));
	const minutes = (name: string, parameter: string, fallback: number): number => numberOf(options[name], parameter, { min: 1, max: 525_600, fallback }) * MINUTE_MS;
	return {
		authentication: wordOf(context.getNodeParameter('authentication'), 'Authentication', AUTHENTICATIONS),
		allowsAnybody: booleanOf(options['allowWithoutAuthentication'], 'Allow Without Authentication', false),
		userHeader: textOf(options['userHeader'], 'User Name Header', ''),
		schema: packageSchemaOf(options),
		pairs: textsOf(options['pairs'], 'Pairs'),
		title: textOf(options['title'], 'Title', 'Sync Console'),
		isReadOnly: booleanOf(options['readOnly'], 'Read Only', false),
		degradedAfterMs: minutes('degradedAfter', 'Degraded After (Minutes)', 45),
		criticalAfterMs: minutes('criticalAfter', 'Critical After (Minutes)', 240),
	};
}
