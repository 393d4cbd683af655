import { createServer, type AddressInfo, type Socket } from 'node:net';
import { Client, type ClientConfig } from 'pg';

/** A transaction pooler as PgBouncer and Supabase's are: many clients share few sessions, a transaction at a time. */
export interface PostgresPooler {
	readonly host: string;
	readonly port: number;
	/** Transactions each session has served. */
	served(): readonly number[];
	close(): Promise<void>;
}

interface Session {
	readonly client: Client;
	readonly socket: Socket;
	served: number;
}

const READY = 'Z'.charCodeAt(0);
const TERMINATE = 'X'.charCodeAt(0);
const IDLE = 'I'.charCodeAt(0);

/**
 * Starts a pooler in front of a database with so many sessions. It signs clients in without a password. Sessions are
 * never reset, and taken in turn, so whatever a client leaves in one is met by another, and missed by itself.
 */
export async function startPostgresPooler(database: ClientConfig, sessionCount: number): Promise<PostgresPooler> {
	const sessions = await Promise.all(Array.from({ length: sessionCount }, () => openSession(database)));
	const free = [...sessions];
	const waiting: Array<(session: Session) => void> = [];
	const pool: SessionPool = {
		take: async () => free.shift() ?? (await new Promise<Session>((resolve) => waiting.push(resolve))),
		give: (session) => {
			session.served++;
			const next = waiting.shift();
			if (next === undefined) free.push(session);
			else next(session);
		},
	};
	const clients = new Set<Socket>();
	const server = createServer((socket) => {
		clients.add(socket);
		socket.once('close', () => clients.delete(socket));
		serve(socket, pool);
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()));
	return {
		host: '127.0.0.1',
		port: (server.address() as AddressInfo).port,
		served: () => sessions.map(({ served }) => served),
		close: async () => {
			for (const socket of [...clients, ...sessions.map((session) => session.socket)]) socket.destroy();
			await new Promise<void>((resolve) => server.close(() => resolve()));
		},
	};
}

interface SessionPool {
	take(): Promise<Session>;
	give(session: Session): void;
}

/** A signed-in session whose socket is ours from then on. */
async function openSession(config: ClientConfig): Promise<Session> {
	const client = new Client(config);
	client.on('error', () => undefined);
	await client.connect();
	const socket = (client as unknown as { connection: { stream: Socket } }).connection.stream;
	socket.removeAllListeners('data');
	return { client, socket, served: 0 };
}

/** Messages of PostgreSQL's protocol 3.0: a type (but for the first), four bytes of length, the body. */
function* messagesIn(state: { rest: Buffer }, bytes: Buffer): Generator<Buffer> {
	state.rest = Buffer.concat([state.rest, bytes]);
	while (state.rest.length >= 5) {
		const length = state.rest.readInt32BE(1) + 1;
		if (state.rest.length < length) return;
		yield state.rest.subarray(0, length);
		state.rest = state.rest.subarray(length);
	}
}

function serve(client: Socket, pool: SessionPool): void {
	const fromClient = { rest: Buffer.alloc(0) };
	let isSignedIn = false;
	let session: Session | undefined;
	let queue = Promise.resolve();
	client.on('error', () => undefined);
	const handle = async (message: Buffer): Promise<void> => {
		if (message[0] === TERMINATE) return void client.end();
		session ??= await borrow(client, pool, () => (session = undefined));
		session.socket.write(message);
	};
	client.on('data', (bytes) => {
		if (!isSignedIn) {
			isSignedIn = true;
			// AuthenticationOk, ReadyForQuery (idle).
			client.write(Buffer.from([0x52, 0, 0, 0, 8, 0, 0, 0, 0, READY, 0, 0, 0, 5, IDLE]));
			return;
		}
		for (const message of messagesIn(fromClient, bytes)) {
			const copy = Buffer.from(message);
			queue = queue.then(() => handle(copy));
		}
	});
}

/** A session for one transaction: it goes back as soon as the server is outside of one. */
async function borrow(client: Socket, pool: SessionPool, onReturn: () => void): Promise<Session> {
	const session = await pool.take();
	const fromServer = { rest: Buffer.alloc(0) };
	session.socket.on('data', (bytes: Buffer) => {
		const messages = [...messagesIn(fromServer, bytes)];
		const isOver = messages.some((message) => message[0] === READY && message[5] === IDLE);
		if (isOver) {
			session.socket.removeAllListeners('data');
			onReturn();
			pool.give(session);
		}
		client.write(bytes);
	});
	return session;
}
