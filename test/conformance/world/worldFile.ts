import { readFileSync } from 'node:fs';

/** Who holds a key. */
export const ROLES = ['member', 'reader', 'mute', 'blind', 'timeless', 'stranger'] as const;

export type RoleName = (typeof ROLES)[number];

/** What can be told of a server besides its address. */
export interface ServerFacts {
	/** An administrator's key, or a member's. */
	readonly key: string;
	readonly keys: Partial<Record<RoleName, string>>;
	/** Id or identifier of a project with custom fields. */
	readonly project?: string;
	/** Id of a project with a required custom field. */
	readonly requiredProject?: number;
	/** Id of a work package whose required custom field is empty. */
	readonly emptyRequired?: number;
	readonly version?: string;
}

/**
 * Reads what is told of a server from a JSON file: `{ "keys": { "admin", "member", "reader", … }, "project",
 * "requiredProject", "emptyRequired", "version" }`, each of which may be missing. Throws where it is no such file.
 */
export function readWorldFile(path: string): Partial<ServerFacts> {
	const json: unknown = JSON.parse(readFileSync(path, 'utf8'));
	if (typeof json !== 'object' || json === null) throw new Error(`${path} holds no object.`);
	const keys = new Map(Object.entries('keys' in json && typeof json.keys === 'object' ? (json.keys ?? {}) : {}).map(([name, key]) => [name, String(key)]));
	const facts = new Map(Object.entries(json));
	const number = (name: string): number | undefined => (facts.has(name) ? Number(facts.get(name)) : undefined);
	const text = (name: string): string | undefined => (facts.has(name) ? String(facts.get(name)) : undefined);
	return defined({
		key: keys.get('admin'),
		keys: defined(Object.fromEntries(ROLES.map((role) => [role, keys.get(role)]))),
		project: text('project'),
		requiredProject: number('requiredProject'),
		emptyRequired: number('emptyRequired'),
		version: text('version'),
	});
}

/** Without what is undefined. */
export function defined<Values extends object>(values: Values): Values {
	return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as Values;
}
