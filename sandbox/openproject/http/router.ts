import type { Handler } from './exchange';

export type Method = 'GET' | 'POST' | 'PATCH' | 'DELETE';

/** A handler with where it is found: `/api/v3/work_packages/:id`; each part with a colon becomes a parameter. */
export interface Route {
	readonly method: Method;
	readonly path: string;
	readonly handle: Handler;
}

export type Match =
	| { readonly kind: 'found'; readonly handle: Handler; readonly parameters: readonly string[] }
	| { readonly kind: 'otherMethod'; readonly allowed: readonly string[] }
	| { readonly kind: 'unknown' };

/** Finds the handler of a request. Earlier routes win over later ones. */
export class Router {
	private readonly routes: readonly (Route & { readonly parts: readonly string[] })[];

	constructor(routes: readonly Route[]) {
		this.routes = routes.map((route) => ({ ...route, parts: partsOf(route.path) }));
	}

	match(method: string, path: string): Match {
		const parts = partsOf(path);
		const onPath = this.routes.flatMap((route) => {
			const parameters = parametersOf(route.parts, parts);
			return parameters === null ? [] : [{ route, parameters }];
		});
		const found = onPath.find(({ route }) => route.method === method);
		if (found !== undefined) return { kind: 'found', handle: found.route.handle, parameters: found.parameters };
		return onPath.length === 0 ? { kind: 'unknown' } : { kind: 'otherMethod', allowed: onPath.map(({ route }) => route.method) };
	}
}

function partsOf(path: string): readonly string[] {
	return path.split('/').filter((part) => part !== '');
}

function parametersOf(pattern: readonly string[], parts: readonly string[]): readonly string[] | null {
	if (pattern.length !== parts.length) return null;
	const parameters: string[] = [];
	for (const [index, part] of pattern.entries()) {
		if (part.startsWith(':')) parameters.push(parts[index]!);
		else if (part !== parts[index]) return null;
	}
	return parameters;
}
