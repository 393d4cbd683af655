import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

/** A TCP proxy in front of PostgreSQL that can lose a connection at a chosen moment. */
export interface PostgresProxy {
	readonly host: string;
	readonly port: number;
	/** Once: passes the message that contains the text on to the server, and loses the connection before its answer arrives. */
	cutAfterForwarding(text: string): void;
	close(): Promise<void>;
}

/** Time the server has to act on the last message before the connection is lost. */
const GRACE_MS = 100;

export async function startPostgresProxy(target: { readonly host: string; readonly port: number }): Promise<PostgresProxy> {
	let cutAt: string | undefined;
	const sockets = new Set<Socket>();
	const server = createServer((client) => {
		const upstream = connect(target.port, target.host);
		let isCut = false;
		for (const socket of [client, upstream]) {
			sockets.add(socket);
			socket.on('error', () => undefined);
			socket.once('close', () => sockets.delete(socket));
		}
		client.on('data', (bytes) => {
			upstream.write(bytes);
			if (cutAt === undefined || !bytes.includes(cutAt)) return;
			cutAt = undefined;
			isCut = true;
			setTimeout(() => [client, upstream].forEach((socket) => socket.destroy()), GRACE_MS);
		});
		upstream.on('data', (bytes) => {
			if (!isCut) client.write(bytes);
		});
		client.once('close', () => upstream.destroy());
		upstream.once('close', () => client.destroy());
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()));
	return {
		host: '127.0.0.1',
		port: (server.address() as AddressInfo).port,
		cutAfterForwarding: (text) => void (cutAt = text),
		close: async () => {
			for (const socket of sockets) socket.destroy();
			await new Promise<void>((resolve) => server.close(() => resolve()));
		},
	};
}
