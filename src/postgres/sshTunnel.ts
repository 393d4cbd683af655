import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import type { Target, Tunnel } from './connection';

const LOCALHOST = '127.0.0.1';

/** What is needed of a connected SSH client (of the package ssh2; n8n hands out one with `helpers.getSSHClient`). */
export interface SshClient {
	forwardOut(fromHost: string, fromPort: number, toHost: string, toPort: number, callback: (error: Error | undefined, channel: Duplex) => void): unknown;
}

/**
 * A port on this machine, for it only, that leads through an SSH client to the target. Closing it ends the connections
 * through it; the SSH client is left to its owner.
 */
export async function tunnelThrough(client: SshClient, target: Target): Promise<Tunnel> {
	const sockets = new Set<Socket>();
	let failure: Error | undefined;
	const server = createServer((socket) => {
		sockets.add(socket);
		socket.once('close', () => sockets.delete(socket));
		forward(client, socket, target, (error) => (failure = error));
	});
	await listen(server);
	return {
		host: LOCALHOST,
		port: (server.address() as AddressInfo).port,
		failure: () => failure,
		close: async () => {
			if (!server.listening) return;
			for (const socket of sockets) socket.destroy();
			await new Promise<void>((resolve) => server.close(() => resolve()));
		},
	};
}

function forward(client: SshClient, socket: Socket, target: Target, onFailure: (error: Error) => void): void {
	// Without a listener a reset connection would end the process.
	socket.on('error', () => socket.destroy());
	try {
		client.forwardOut(LOCALHOST, socket.remotePort ?? 0, target.host, target.port, (error, channel) => {
			if (error !== undefined && error !== null) {
				onFailure(error);
				socket.destroy();
				return;
			}
			channel.on('error', () => socket.destroy());
			channel.once('close', () => socket.destroy());
			socket.once('close', () => channel.destroy());
			socket.pipe(channel).pipe(socket);
		});
	} catch (error) {
		// ssh2 throws once its own connection is gone.
		onFailure(error as Error);
		socket.destroy();
	}
}

async function listen(server: Server): Promise<void> {
	await new Promise<void>((resolve, reject) => {
		server.once('error', reject);
		server.listen(0, LOCALHOST, () => resolve());
	});
}
