import { createServer } from 'node:net';

const LOCALHOST = '127.0.0.1';
const TRIES = 100;

/** The first port from `from` on that nobody listens on, on 127.0.0.1. Throws where a hundred in a row are taken. */
export async function nextFreePort(from: number, taken: readonly number[] = []): Promise<number> {
	const last = Math.min(from + TRIES - 1, 65_535);
	for (let port = from; port <= last; port++) {
		if (!taken.includes(port) && (await isFree(port))) return port;
	}
	throw new Error(`No free port from ${from} to ${last} on ${LOCALHOST}. Choose another with --port.`);
}

/** A port the system picked. */
export async function anyFreePort(): Promise<number> {
	return await new Promise<number>((resolve, reject) => {
		const server = createServer();
		server.once('error', reject);
		server.listen(0, LOCALHOST, () => {
			const address = server.address();
			server.close(() => (address !== null && typeof address === 'object' ? resolve(address.port) : reject(new Error('The system gave no port.'))));
		});
	});
}

/** `preferred` where it is free, else one the system picked. */
export async function preferredPort(preferred: number | undefined): Promise<number> {
	return preferred !== undefined && (await isFree(preferred)) ? preferred : await anyFreePort();
}

async function isFree(port: number): Promise<boolean> {
	return await new Promise<boolean>((resolve) => {
		const server = createServer();
		server.once('error', () => resolve(false));
		server.listen(port, LOCALHOST, () => server.close(() => resolve(true)));
	});
}
