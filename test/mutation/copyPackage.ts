import { cp, mkdir, mkdtemp, readdir, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const ROOT = join(__dirname, '..', '..');
const FOLDERS = ['src', 'nodes', 'credentials', 'workflows', 'sandbox', 'bench', 'test', 'docs'];
const IS_CONFIGURATION = /^(package\.json|tsconfig.*\.json|jest\.config\.js)$/;

/** Copies of the package in a temporary folder of their own. */
export interface PackageCopies {
	/** Roots of the copies: what runs in one does not disturb the other. */
	readonly roots: readonly string[];
	/** For results, beside the copies. */
	readonly folder: string;
	remove(): Promise<void>;
}

/** Copies the package as it is now, once for each lane; dependencies are linked, not copied. */
export async function copyPackage(lanes: number): Promise<PackageCopies> {
	const folder = await mkdtemp(join(tmpdir(), 'batch-sync-mutations-'));
	const remove = (): Promise<void> => rm(folder, { recursive: true, force: true, maxRetries: 3 });
	try {
		const first = join(folder, 'lane-1');
		await mkdir(first);
		const files = (await readdir(ROOT)).filter((name) => IS_CONFIGURATION.test(name));
		for (const name of [...FOLDERS, ...files]) await cp(join(ROOT, name), join(first, name), { recursive: true });
		const roots = [first];
		// From the first copy, so that all are of the same moment.
		for (let lane = 2; lane <= lanes; lane++) {
			const root = join(folder, `lane-${lane}`);
			await cp(first, root, { recursive: true });
			roots.push(root);
		}
		for (const root of roots) await symlink(join(ROOT, 'node_modules'), join(root, 'node_modules'), 'junction');
		return { roots, folder, remove };
	} catch (error) {
		await remove();
		throw error;
	}
}
