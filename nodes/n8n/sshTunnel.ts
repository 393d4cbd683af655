import type { SSHCredentials, SSHTunnelFunctions } from 'n8n-workflow';
import { tunnelThrough, type SshClient, type Target, type Tunnel } from '../../src/postgres';

/** n8n closes SSH clients that were not used for some minutes (by default five): tell it that this one is in use. */
const KEEP_MS = 30_000;

/** How to open a tunnel with n8n's SSH client for a credential. Throws what the SSH client throws. */
export function sshTunnel(ssh: SSHTunnelFunctions, credentials: SSHCredentials): (target: Target) => Promise<Tunnel> {
	return async (target) => {
		const client = await ssh.getSSHClient(withWrappedKey(credentials));
		const tunnel = await tunnelThrough(client as SshClient, target);
		const keep = setInterval(() => ssh.updateLastUsed(client), KEEP_MS);
		keep.unref();
		return {
			...tunnel,
			close: async () => {
				clearInterval(keep);
				await tunnel.close();
			},
		};
	};
}

/** A private key pasted into a one-line field has lost its line breaks; SSH needs them. */
function withWrappedKey(credentials: SSHCredentials): SSHCredentials {
	if (credentials.sshAuthenticateWith !== 'privateKey' || /\n/.test(credentials.privateKey)) return credentials;
	const parts = /^\s*(-----BEGIN [A-Z0-9 ]+-----)(.+?)(-----END [A-Z0-9 ]+-----)\s*$/.exec(credentials.privateKey.replaceAll('\\n', ' '));
	if (parts === null) return credentials;
	const [, begin, body, end] = parts;
	return { ...credentials, privateKey: [begin, ...(body ?? '').trim().split(/\s+/), end, ''].join('\n') };
}
