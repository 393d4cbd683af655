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
	| { readonly kind: 'unknown' };

/** Finds the handler of a request. Earlier routes win over later ones; a known path with another method is as unknown as any other. */
export class Router {
	private readonly routes: readonly (Route & { readonly parts: readonly string[] })[];

	constructor(routes: readonly Route[]) {
		this.routes = routes.map((route) => ({ ...route, parts: partsOf(route.path) }));
	}

	match(method: string, path: string): Match {
		const parts = partsOf(path);
		for (const route of this.routes) {
			const parameters = route.method === method ? parametersOf(route.parts, parts) : null;
			if (parameters !== null) return { kind: 'found', handle: route.handle, parameters };
		}
		return { kind: 'unknown' };
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
