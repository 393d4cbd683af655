// What users install beside the package: every dependency, and theirs, comes with an integrity hash and a licence that is listed in
// docs/supply-chain.md, and none of them, nor the package itself, runs anything when it is installed.
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const lock = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8'));
const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
const listed = readFileSync(join(root, 'docs', 'supply-chain.md'), 'utf8');
const problems = [];

/** The entry node would load when `from` asks for `name`. */
function entryOf(name, from) {
	for (let folder = from; ; folder = folder.slice(0, Math.max(0, folder.lastIndexOf('/node_modules/')))) {
		const path = `${folder === '' ? '' : `${folder}/`}node_modules/${name}`;
		if (lock.packages[path] !== undefined) return path;
		if (folder === '') return null;
	}
}

const found = new Map();
const open = Object.keys(manifest.dependencies).map((name) => [name, '']);
while (open.length > 0) {
	const [name, from] = open.pop();
	const path = entryOf(name, from);
	if (path === null) {
		problems.push(`${name} is not in package-lock.json.`);
		continue;
	}
	if (found.has(path)) continue;
	const entry = lock.packages[path];
	found.set(path, entry);
	for (const next of Object.keys({ ...entry.dependencies, ...entry.optionalDependencies })) open.push([next, path]);
}

for (const [path, entry] of found) {
	const name = path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length);
	if (entry.hasInstallScript === true) problems.push(`${name} runs a script when it is installed.`);
	if (entry.integrity === undefined) problems.push(`${name} has no integrity hash in package-lock.json.`);
	if (!listed.includes(`| ${name} | ${entry.license} |`)) problems.push(`docs/supply-chain.md does not list ${name} with its licence: | ${name} | ${entry.license} |`);
}
for (const script of ['preinstall', 'install', 'postinstall', 'prepare']) if (manifest.scripts[script] !== undefined) problems.push(`The package runs '${script}' when it is installed.`);

for (const problem of problems) console.error(problem);
if (problems.length > 0) process.exit(1);
console.log(`${found.size} packages come with it: all with an integrity hash and a listed licence, none with an install script.`);
