import type { Asked, Client, Listener, Reply } from '../client';
import { WORK_PACKAGES } from '../client';

/** Answers to DELETE after which a thing is gone or will be. */
const GONE: readonly (number | string)[] = [200, 202, 204, 404];

/** What was made on somebody's server, to be taken away again. */
export class Trash {
	private readonly workPackages = new Set<number>();
	private readonly things: string[] = [];

	/** Remembers every work package that an answer says was created. */
	readonly watch: Listener = ({ method }: Asked, { status, json }: Reply) => {
		if (method === 'POST' && status === 201 && json?._type === 'WorkPackage') this.workPackages.add(json.id);
	};

	/** Remembers something by its path. */
	add(path: string): void {
		this.things.push(path);
	}

	/** Deletes the newest first. Goes on after a failure; gives back a sentence for each thing that is still there. */
	async empty(client: Client): Promise<readonly string[]> {
		const paths = [...[...this.workPackages].sort((a, b) => b - a).map((id) => `${WORK_PACKAGES}/${id}`), ...this.things.reverse()];
		const left: string[] = [];
		for (const path of paths) {
			const answer = await remove(client, path);
			if (!GONE.includes(answer)) left.push(`${path} could not be deleted: ${answer}.`);
		}
		return left;
	}
}

/** The status of the answer, or what went wrong. Where the server lets nobody delete users, they are locked. */
async function remove(client: Client, path: string): Promise<number | string> {
	try {
		const { status } = await client.remove(path);
		return status === 403 && path.startsWith('/api/v3/users/') ? (await client.post(`${path}/lock`, {})).status : status;
	} catch (error) {
		return error instanceof Error ? error.message : String(error);
	}
}
