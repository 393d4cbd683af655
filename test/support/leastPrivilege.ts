import { readFileSync } from 'node:fs';
import path from 'node:path';

/** The documented SQL, so that what is documented is what is tested. */
const DOCUMENT = path.join(__dirname, '..', '..', 'docs', 'least-privilege.sql');

export interface LeastPrivilege {
	readonly role: string;
	/** Whether the pair deletes rows. Default false. */
	readonly deletesRows?: boolean;
	/** For previews only: no right to write any table but the package's own. Default false. */
	readonly previewsOnly?: boolean;
}

/** The statements of docs/least-privilege.sql for a role of this name, in order: of the part for previews, or of those for runs. */
export function leastPrivilege({ role, deletesRows = false, previewsOnly = false }: LeastPrivilege): readonly string[] {
	const parts = readFileSync(DOCUMENT, 'utf8').split(/^-- part: /m).slice(1);
	const wanted = new Set(['preview', ...(previewsOnly ? [] : ['run']), ...(deletesRows ? ['delete'] : [])]);
	return parts
		.filter((part) => wanted.has(part.slice(0, part.indexOf('\n')).trim()))
		.flatMap((part) => part.slice(part.indexOf('\n')).replace(/^--.*$/gm, '').split(';'))
		.map((statement) => statement.trim().replaceAll('batch_sync_runner', role))
		.filter((statement) => statement !== '');
}
