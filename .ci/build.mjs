// Compiles the package into dist/ and puts the files TypeScript does not know (icons, codex) beside the code.
// dist/ is replaced as a whole at the end: a build that fails, or an n8n that loads it meanwhile, sees no half of it.
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const dist = join(root, 'dist');
const work = join(root, '.cache', `build-${process.pid}`);
const fresh = join(work, 'new');

function filesUnder(folder) {
	return readdirSync(folder).flatMap((name) => {
		const path = join(folder, name);
		return statSync(path).isDirectory() ? filesUnder(path) : [path];
	});
}

function compile() {
	const compiler = createRequire(import.meta.url).resolve('typescript/bin/tsc');
	const { status } = spawnSync(process.execPath, [compiler, '-p', join(root, 'tsconfig.build.json'), '--outDir', fresh], { stdio: 'inherit', cwd: root });
	return status ?? 1;
}

function copyAssets() {
	for (const folder of ['nodes', 'credentials']) {
		for (const file of filesUnder(join(root, folder)).filter((path) => /\.(svg|node\.json)$/.test(path))) {
			const target = join(fresh, file.slice(root.length + 1));
			mkdirSync(dirname(target), { recursive: true });
			cpSync(file, target);
		}
	}
}

/** Another build may put its own in place between the two steps; then that one goes aside too. */
function replaceDist(tries = 3) {
	try {
		renameSync(dist, join(work, `old-${tries}`));
	} catch (error) {
		if (error.code !== 'ENOENT') throw error;
	}
	try {
		renameSync(fresh, dist);
	} catch (error) {
		if (tries <= 1 || !['EEXIST', 'ENOTEMPTY'].includes(error.code)) throw error;
		replaceDist(tries - 1);
	}
}

let status = 1;
try {
	mkdirSync(work, { recursive: true });
	status = compile();
	if (status === 0) {
		copyAssets();
		replaceDist();
		console.log(`Built ${filesUnder(dist).length} files into dist.`);
	}
} finally {
	rmSync(work, { recursive: true, force: true });
}
process.exit(status);
