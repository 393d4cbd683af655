import { join } from 'node:path';

/**
 * Folder of the user's for what can be fetched again, of this package: XDG_CACHE_HOME or ~/.cache on Linux and others,
 * ~/Library/Caches on macOS, LOCALAPPDATA on Windows.
 */
export function cacheFolder(system: { readonly platform: NodeJS.Platform; readonly home: string; readonly env: NodeJS.ProcessEnv }): string {
	return join(baseOf(system), 'n8n-nodes-batch-sync');
}

function baseOf({ platform, home, env }: Parameters<typeof cacheFolder>[0]): string {
	// The XDG specification: relative paths in the variable are invalid and to be ignored.
	const xdg = env['XDG_CACHE_HOME'];
	if (xdg !== undefined && xdg.startsWith('/')) return xdg;
	if (platform === 'win32') return env['LOCALAPPDATA'] ?? join(home, 'AppData', 'Local');
	return platform === 'darwin' ? join(home, 'Library', 'Caches') : join(home, '.cache');
}
