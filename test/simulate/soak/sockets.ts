import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { Server } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';

const CHANNEL = 'http.server.request.start';

/** Counts the sockets that a server of this process, known by its port, holds open. */
export class SocketCount {
	private readonly open = new Set<Socket>();

	constructor(private readonly port: number) {
		subscribe(CHANNEL, this.note);
	}

	get count(): number {
		return this.open.size;
	}

	close(): void {
		unsubscribe(CHANNEL, this.note);
	}

	private readonly note = (message: unknown): void => {
		const { server, socket } = message as { readonly server: Server; readonly socket: Socket };
		if ((server.address() as AddressInfo | null)?.port !== this.port || this.open.has(socket)) return;
		this.open.add(socket);
		socket.once('close', () => this.open.delete(socket));
	};
}
