import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { WorkflowJson } from '../support/n8nEngine';

const FOLDER = join(__dirname, '../../workflows');

it.each(readdirSync(FOLDER))('%s is shipped inactive, without credentials of anybody’s', (file) => {
	const shipped = JSON.parse(readFileSync(join(FOLDER, file), 'utf8')) as WorkflowJson & { readonly active: boolean };
	expect(shipped.active).toBe(false);
	expect(shipped.nodes.flatMap(({ credentials }) => Object.values(credentials ?? {}).map(({ id }) => id)).filter((id) => id !== '')).toEqual([]);
});
