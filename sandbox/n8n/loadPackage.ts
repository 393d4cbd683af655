import { lstat, mkdir, readlink, rm, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

const PACKAGE = 'n8n-nodes-batch-sync';

/** Makes n8n load the package from a folder: a link where n8n keeps community packages. No registry, no row in its database. */
export async function linkPackage(userFolder: string, packageFolder: string): Promise<void> {
	const link = join(userFolder, '.n8n', 'nodes', 'node_modules', PACKAGE);
	await mkdir(dirname(link), { recursive: true });
	await writeFile(join(userFolder, '.n8n', 'nodes', 'package.json'), JSON.stringify({ name: 'installed-nodes', private: true, dependencies: {} }, null, 2));
	if (await pointsTo(link, packageFolder)) return;
	await rm(link, { recursive: true, force: true });
	// A junction needs no special rights on Windows; elsewhere the type is ignored.
	await symlink(packageFolder, link, 'junction');
}

async function pointsTo(link: string, target: string): Promise<boolean> {
	try {
		return (await lstat(link)).isSymbolicLink() && (await readlink(link)) === target;
	} catch {
		return false;
	}
}
