import type { ILoadOptionsFunctions, INodeListSearchResult, INodePropertyOptions } from 'n8n-workflow';
import type { OpenProjectApi } from '../../../src/openproject';
import { readCatalog, type CatalogKind } from '../../../src/openproject/workPackages';
import { toNodeError } from '../../n8n/toNodeError';
import { valuesOf } from '../../n8n/values';
import { located } from '../input/located';
import { openForList } from '../openSession';

/** Asks OpenProject for a drop-down list; what goes wrong is told instead of an empty list. */
export async function listing<T>(context: ILoadOptionsFunctions, ask: (api: OpenProjectApi) => Promise<T>): Promise<T> {
	try {
		return await ask(await openForList(context));
	} catch (thrown) {
		throw toNodeError(context.getNode(), thrown, 0);
	}
}

/** The project chosen in the node, on top or among the filters; null where none is. */
export function chosenProject(context: ILoadOptionsFunctions): string | null {
	const onTop = located(context.getNodeParameter('project', null), 'Project', 'projects');
	return onTop ?? located(valuesOf(context.getNodeParameter('filters', {}))['project'], 'Project', 'projects');
}

async function entries(context: ILoadOptionsFunctions, kind: CatalogKind, search: string | null): Promise<ReadonlyArray<{ readonly id: string; readonly name: string }>> {
	return await listing(context, async (api) => {
		const project = kind === 'type' || kind === 'user' ? chosenProject(context) : null;
		return (await readCatalog(api, { kind, search, project, limit: null })).map((entry) => ({ id: String(valuesOf(entry)['id']), name: String(valuesOf(entry)['name']) }));
	});
}

/** A catalog as a searchable list; the value is the id. */
export function searchThings(kind: CatalogKind) {
	return async function (this: ILoadOptionsFunctions, filter?: string): Promise<INodeListSearchResult> {
		return { results: (await entries(this, kind, filter === undefined || filter === '' ? null : filter)).map(({ id, name }) => ({ name, value: id })) };
	};
}

/** A catalog as the choices of a parameter; the value is the id. */
export function loadThings(kind: CatalogKind) {
	return async function (this: ILoadOptionsFunctions): Promise<INodePropertyOptions[]> {
		return (await entries(this, kind, null)).map(({ id, name }) => ({ name, value: id }));
	};
}
