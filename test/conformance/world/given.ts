import type { Client, Json, Reply } from '../client';
import { link, withLinks } from './world';

/** Makes what checks start from. Throws where the server does not let it. */
export class Given {
	private count = 0;
	private readonly made = new Map<string, Promise<unknown>>();

	constructor(
		private readonly client: Client,
		private readonly place: { readonly projectId: number; readonly taskId: number },
		/** In every subject, so that lists can be told from what was there before. */
		readonly marker: string,
	) {}

	/** A new subject. */
	subject(): string {
		this.count += 1;
		return `${this.marker} ${this.count}`;
	}

	/** What a work package of the project is created from. */
	body(values: Json = {}): Json {
		const { projectId, taskId } = this.place;
		return withLinks({ subject: this.subject(), ...values }, { project: link('projects', projectId), type: link('types', taskId) });
	}

	async workPackage(values: Json = {}): Promise<Json> {
		return succeeded(await this.client.create(this.body(values)));
	}

	/** A work package as it is now. */
	async now(workPackage: Json): Promise<Json> {
		return succeeded(await this.client.read(workPackage.id));
	}

	/** What several checks look at, made by the first of them. */
	once<Made>(name: string, make: () => Promise<Made>): Promise<Made> {
		if (!this.made.has(name)) this.made.set(name, make());
		return this.made.get(name) as Promise<Made>;
	}

	/** Changes a work package, from the version that was read. */
	async edited(workPackage: Json, changes: Json): Promise<Json> {
		return succeeded(await this.client.edit(workPackage, changes));
	}
}

/** The JSON of an answer. Throws where it is a refusal. */
export function succeeded({ status, json, text }: Reply): Json {
	if (status >= 300 || json === null) throw new Error(`What the check starts from could not be made: ${status} ${json?.message ?? text.slice(0, 200)}`);
	return json;
}
