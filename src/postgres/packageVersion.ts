import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const PACKAGE_NAME = 'n8n-nodes-batch-sync';

/** Version of this package, from its package.json: above the sources as well as above the compiled files. */
export function packageVersion(): string {
	for (let folder = __dirname; ; folder = dirname(folder)) {
		const file = join(folder, 'package.json');
		if (existsSync(file)) {
			const { name, version } = JSON.parse(readFileSync(file, 'utf8')) as { name?: string; version?: string };
			if (name === PACKAGE_NAME && version !== undefined) return version;
		}
		if (folder === dirname(folder)) return 'unknown';
	}
}
