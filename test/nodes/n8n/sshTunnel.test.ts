import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import type { SSHCredentials, SSHTunnelFunctions } from 'n8n-workflow';
import { sshTunnel } from '../../../nodes/n8n/sshTunnel';

type Forwarded = (error: Error | undefined, channel: Socket) => void;

/** n8n's SSH helper with a client that forwards over plain TCP, and says what it was asked. */
function plainSsh(fails = false): { readonly ssh: SSHTunnelFunctions; readonly asked: SSHCredentials[]; readonly targets: string[] } {
	const asked: SSHCredentials[] = [];
	const targets: string[] = [];
	const client = {
		forwardOut: (_from: string, _fromPort: number, host: string, port: number, done: Forwarded) => {
			targets.push(`${host}:${port}`);
			if (fails) done(new Error('administratively prohibited'), undefined as unknown as Socket);
			else done(undefined, connect(port, host));
		},
	};
	const ssh = {
		getSSHClient: async (credentials: SSHCredentials) => {
			asked.push(credentials);
			return await Promise.resolve(client);
		},
		updateLastUsed: () => undefined,
	};
	return { ssh: ssh as unknown as SSHTunnelFunctions, asked, targets };
}

const password: SSHCredentials = { sshHost: 'jump', sshPort: 22, sshUser: 'me', sshAuthenticateWith: 'password', sshPassword: 'pw' };
const open: Server[] = [];

async function echoServer(): Promise<number> {
	const server = createServer((socket) => socket.pipe(socket));
	open.push(server);
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	return (server.address() as AddressInfo).port;
}

async function say(port: number, text: string): Promise<string> {
	return await new Promise((resolve) => {
		const socket = connect(port, '127.0.0.1');
		let answer = '';
		socket.on('data', (data: Buffer) => {
			answer += data.toString();
			if (answer.length >= text.length) socket.end();
		});
		socket.on('error', () => undefined);
		socket.on('close', () => resolve(answer));
		socket.write(text);
	});
}

afterEach(() => {
	for (const server of open.splice(0)) server.close();
});

it('leads every connection to the database behind the SSH server', async () => {
	const { ssh, targets } = plainSsh();
	const port = await echoServer();
	const tunnel = await sshTunnel(ssh, password)({ host: '127.0.0.1', port });

	expect(await Promise.all([say(tunnel.port, 'one'), say(tunnel.port, 'two')])).toEqual(['one', 'two']);
	expect(tunnel.host).toBe('127.0.0.1');
	expect(targets).toEqual([`127.0.0.1:${port}`, `127.0.0.1:${port}`]);
	await tunnel.close();
	expect(await say(tunnel.port, 'three')).toBe('');
});

it('closes a connection that the SSH server refuses to forward', async () => {
	const tunnel = await sshTunnel(plainSsh(true).ssh, password)({ host: '127.0.0.1', port: 1 });
	expect(await say(tunnel.port, 'hello')).toBe('');
	await tunnel.close();
});

it('gives a private key back the line breaks that a one-line field takes away', async () => {
	const { ssh, asked } = plainSsh();
	const privateKey = '-----BEGIN OPENSSH PRIVATE KEY----- AAAA BBBB -----END OPENSSH PRIVATE KEY-----';
	const tunnel = await sshTunnel(ssh, { ...password, sshAuthenticateWith: 'privateKey', privateKey })({ host: '127.0.0.1', port: 1 });
	await tunnel.close();
	expect(asked[0]).toMatchObject({ privateKey: '-----BEGIN OPENSSH PRIVATE KEY-----\nAAAA\nBBBB\n-----END OPENSSH PRIVATE KEY-----\n' });
});

it('leaves a private key with line breaks as it is', async () => {
	const { ssh, asked } = plainSsh();
	const privateKey = '-----BEGIN RSA PRIVATE KEY-----\nAAAA\n-----END RSA PRIVATE KEY-----\n';
	await (await sshTunnel(ssh, { ...password, sshAuthenticateWith: 'privateKey', privateKey })({ host: '127.0.0.1', port: 1 })).close();
	expect(asked[0]).toMatchObject({ privateKey });
});
