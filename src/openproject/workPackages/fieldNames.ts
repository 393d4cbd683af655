import type { OpenProjectApi } from '../api';
import { customFieldOf, readSchema } from '../customFields';
import { arrayAt, isObject, stringAt } from '../json';
import type { RawObject } from '../json';
import { isCustomField } from '../properties';

/** What custom fields are called, by key ('customField7'). */
export type NamesByKey = ReadonlyMap<string, string>;

/** The names of custom fields, per project and type. Lists carry their schemas, so that most are known without asking. */
export class FieldNames {
	private readonly kept = new Map<string, Promise<NamesByKey>>();

	constructor(private readonly api: OpenProjectApi) {}

	/** Takes the schemas that came with a list of work packages. */
	learn(list: RawObject): void {
		for (const schema of arrayAt(list, '_embedded', 'schemas', '_embedded', 'elements')) {
			const place = /\/schemas\/(\d+-\d+)$/.exec(stringAt(schema, '_links', 'self', 'href') ?? '')?.[1];
			if (place === undefined || this.kept.has(place) || !isObject(schema)) continue;
			const fields = Object.entries(schema).filter(([key]) => isCustomField(key));
			this.kept.set(place, Promise.resolve(new Map(fields.map(([key, property]) => [key, isObject(property) ? customFieldOf(key, property).name : key]))));
		}
	}

	/** Asked for once per project and type; empty where the schema is not visible. */
	async of(projectId: string, typeId: string): Promise<NamesByKey> {
		const place = `${projectId}-${typeId}`;
		const kept = this.kept.get(place);
		if (kept !== undefined) return await kept;
		const asked = readSchema(this.api, projectId, typeId).then(({ fields }) => new Map([...fields].map(([key, field]) => [key, field.name])));
		this.kept.set(place, asked);
		asked.catch(() => this.kept.delete(place));
		return await asked;
	}
}
