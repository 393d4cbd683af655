// Checks what npm would publish: everything n8n needs is in it, nothing else is, and the built classes load.
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const require = createRequire(import.meta.url);
const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
const problems = [];

const [pack] = JSON.parse(execFileSync('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], { cwd: root, encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] }));
const files = new Set(pack.files.map((file) => file.path));

const ALLOWED = /^(dist\/(nodes|credentials|src)\/.+\.(js|d\.ts|svg|node\.json)|workflows\/[^/]+\.json|README\.md|CHANGELOG\.md|LICENSE|package\.json)$/;
for (const file of files) if (!ALLOWED.test(file)) problems.push(`${file} does not belong into the package.`);

const entries = [...manifest.n8n.nodes, ...manifest.n8n.credentials];
for (const file of [...entries, 'workflows/flrts-openproject-sync.json', 'README.md', 'CHANGELOG.md', 'LICENSE']) {
	if (!files.has(file)) problems.push(`${file} is missing from the package.`);
}

for (const entry of entries.filter((file) => files.has(file))) {
	const className = basename(entry).split('.')[0];
	const Class = require(join(root, entry))[className];
	if (typeof Class !== 'function') {
		problems.push(`${entry} exports no class ${className}.`);
		continue;
	}
	const instance = new Class();
	const icon = instance.description?.icon ?? instance.icon;
	for (const file of [icon.light, icon.dark].map((path) => join(dirname(entry), path.replace('file:', '')))) {
		if (!files.has(file)) problems.push(`${file}, an icon of ${className}, is missing from the package.`);
	}
	if (entry.endsWith('.node.js') && !files.has(entry.replace(/\.js$/, '.json'))) problems.push(`${className} has no codex file in the package.`);
}

for (const dependency of Object.keys(manifest.dependencies)) {
	if (!existsSync(join(root, 'node_modules', dependency))) problems.push(`The dependency ${dependency} is not installed.`);
}

for (const problem of problems) console.error(problem);
if (problems.length > 0) process.exit(1);
console.log(`The package holds ${files.size} files, ${Math.round(pack.size / 1024)} kB packed; its ${entries.length} classes load.`);
